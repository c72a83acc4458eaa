//! A meeting of two houses: one phone rings people, is lent the list, signs people in without a signal, and
//! has nothing of it left days later. Then the week in figures, a story, and what was there before.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;

use super::later_days::CLOCK;
use super::meeting::send;
use super::paper::pick;
use super::ringing::{PEOPLE, may_be_reached, who_rings_whom};
use super::stair::by_hand;
use super::standing::{off_until_its_ground_is_written, r1_6_asked_for_something};
use crate::browser::{Browser, Engine};
use crate::page::Page;
use crate::site::Site;

const COUNCIL: &str = "Godwit House";
const PRIVATE: &str = "Ruff Court";
const WHAT: &str = "The first meeting of both houses";
const STORY: &str = "The lift stood still all winter and I carried my shopping up the stairs";
/// Days until the meeting is over and somebody was spoken to before.
const LATER: &str = "2";

/// From setting it up to what is left.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, COUNCIL, 2, 4).await?;
    by_hand(site, PRIVATE, 1, 4).await?;
    off_until_its_ground_is_written(&site.organiser).await?;
    r1_6_asked_for_something(&site.organiser.page).await?;
    how_homes_are_held(&site.organiser.page).await?;
    set_up(&site.organiser).await?;
    let invitation = site.invite("Godwit", &[COUNCIL], 1).await?;
    let phone = site.volunteer("Ceri", &invitation).await?;
    says_yes_at_a_door(&phone).await?;
    who_rings_whom(site, &phone, COUNCIL, WHAT).await?;
    asks_for_the_list(&phone).await?;
    lend(&site.organiser).await?;
    site.organiser.page.open("/sent").await?;
    send(&site.organiser).await?;
    arrives(&phone).await?;
    site.endpoint.stop();
    signs_in_without_a_signal(&phone).await?;
    site.endpoint.start_again()?;
    send(&phone).await?;
    turnout(&site.organiser).await?;
    on_an_organisers_device(&site.organiser).await?;
    r12_4_a_general_meeting(&site.organiser).await?;
    r11_the_week(&site.organiser).await?;
    what_was_there_before(&site.organiser).await?;
    r10_nobody_at_the_first_knock(&site.organiser).await?;
    if phone.engine() == Engine::Chromium {
        // Only its clock can be set.
        nothing_of_the_list_is_left(&phone).await?;
        r10_a_story(&site.organiser).await?;
    }
    phone.close().await.map(drop)
}

/// All of one house are council tenants, all of the other private ones.
async fn how_homes_are_held(page: &Page) -> Result<()> {
    page.open("/organise/tenures").await?;
    for (house, tenure) in [(COUNCIL, "council"), (PRIVATE, "private")] {
        page.sees(house).await?;
        let keep = "const [house, tenure] = arguments;
            const form = [...document.querySelectorAll('form')]
                .find((it) => it.textContent.includes(house));
            const select = form.querySelector('select');
            select.value = tenure;
            select.dispatchEvent(new Event('change', { bubbles: true }));
            form.querySelector('button').click()";
        page.script(keep, &[json!(house), json!(tenure)]).await?;
        let kept = format!(
            "return ![...document.querySelectorAll('form')]
                .some((it) => it.textContent.includes('{house}'))"
        );
        page.until("the stair's homes are all known", &kept).await?;
    }
    Ok(())
}

async fn set_up(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("meeting.title")).await?;
    page.sees(&t!("meeting.none")).await?;
    page.tap(&t!("meeting.set_up_keep")).await?;
    page.sees(&t!("meeting.no_day")).await?;
    page.fill(&t!("meeting.what"), WHAT).await?;
    page.fill(&t!("meeting.place"), "The community room")
        .await?;
    let today = "const day = new Date();
        return new Date(day - day.getTimezoneOffset() * 6e4).toISOString().slice(0, 10)";
    let today = page.script(today, &[]).await?;
    pick(page, "meeting-day", today.as_str().context("a day")?).await?;
    browser.long_screen("meetings").await?;
    page.tap(&t!("meeting.set_up_keep")).await?;
    page.sees(&t!("meeting.how_asked")).await?;
    page.sees(WHAT).await?;
    page.tap(&t!("meeting.print")).await?;
    page.sees("stairwell-sign-in.pdf").await?;
    // That it was printed stands there for every organiser.
    page.open("/organise/morning").await?;
    page.sees("stairwell-sign-in.pdf, ").await
}

/// Words alone: that is a yes to come. They may be rung before.
async fn says_yes_at_a_door(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(COUNCIL).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("acts.title")).await?;
    page.tap(&t!("acts.says_yes")).await?;
    page.sees(&t!("acts.wrong")).await?;
    may_be_reached(page, PEOPLE[0]).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await
}

async fn asks_for_the_list(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(&t!("phone.meetings")).await?;
    page.sees(WHAT).await?;
    // It has one stair, and knows of no other's doors.
    page.does_not_see(PRIVATE).await?;
    page.tap(&t!("meeting.ask_sign_in")).await?;
    page.sees(&t!("meeting.waits_sign_in")).await?;
    phone.long_screen("lists-asked").await?;
    phone.held_every_way("lists-asked").await?;
    send(phone).await
}

async fn lend(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/meetings").await?;
    page.tap(WHAT).await?;
    page.sees(&t!("meeting.asks_sign_in", name = "Ceri"))
        .await?;
    browser.long_screen("meeting-asked").await?;
    page.tap(&t!("meeting.lend_to", name = "Ceri")).await?;
    page.no_longer_sees(&t!("meeting.lend_to", name = "Ceri"))
        .await
}

async fn arrives(phone: &Browser) -> Result<()> {
    send(phone).await?;
    phone.page.open("/organise/lists").await?;
    phone.page.sees(&t!("meeting.expected")).await?;
    // Whoever said that they will come, and the stair it never had.
    phone.page.sees(PRIVATE).await
}

async fn signs_in_without_a_signal(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let expected = "document.querySelector('main section ul li:not(.card) .answer').click()";
    page.script(expected, &[]).await?;
    page.sees(&t!("meeting.here", n = 1, people = 1)).await?;
    // Two taps for whoever just walks in.
    page.tap(PRIVATE).await?;
    let flat = "document.querySelector('.flats:not(.stairs) .answer').click()";
    page.script(flat, &[]).await?;
    page.sees(&t!("meeting.here", n = 2, people = 2)).await?;
    page.script(flat, &[]).await?;
    page.sees(&t!("meeting.here", n = 2, people = 3)).await?;
    phone.long_screen("sign-in").await?;
    phone.held_every_way("sign-in").await?;
    // A page that is loaded anew knows it still, though no phone can read what it has sealed.
    page.reload().await?;
    page.sees(&t!("meeting.here", n = 2, people = 3)).await
}

async fn turnout(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/meetings").await?;
    page.tap(WHAT).await?;
    page.sees(&t!("meeting.people", n = 3)).await?;
    page.sees(&t!("meeting.kept", n = 1, all = 1)).await?;
    let rows = "return [...document.querySelectorAll('table')]
        .find((it) => it.textContent.includes(arguments[0]))
        ?.innerText.replace(/\\s+/g, ' ')";
    let rows = page.script(rows, &[json!(t!("meeting.by_tenure"))]).await?;
    let rows = rows.as_str().context("a table by tenure")?;
    for line in [
        format!("{} 1 of 8 1 of 1 1", t!("tenure.council")),
        format!("{} 1 of 4 0 of 0 2", t!("tenure.private")),
    ] {
        ensure!(rows.contains(&line), "{line}: {rows}");
    }
    browser.long_screen("meeting").await
}

async fn on_an_organisers_device(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("meeting.sign_in_here")).await?;
    page.sees(&t!("meeting.here", n = 2, people = 3)).await?;
    browser.long_screen("sign-in-organiser").await?;
    let wrong = "document.querySelector('.said button:last-of-type').click()";
    page.script(wrong, &[]).await?;
    page.sees(&t!("meeting.are_here")).await?;
    let one = "return document.querySelectorAll('.said').length === 1";
    page.until("one home less is here", one).await
}

/// Nothing is decided before its rules are said, and no more vote than are there.
async fn r12_4_a_general_meeting(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/meetings").await?;
    page.tap(WHAT).await?;
    page.tap(&t!("agm.link")).await?;
    page.sees(&t!("agm.rules_what")).await?;
    pick(page, "members", "Whoever lives in either house").await?;
    page.tap(&t!("agm.roll_every")).await?;
    page.tap(&t!("agm.votes_household")).await?;
    pick(page, "quorum", "Somebody of one home").await?;
    page.tap(&t!("agm.needed_is_number")).await?;
    pick(page, "number", "1").await?;
    browser.long_screen("agm-rules").await?;
    page.tap(&t!("agm.keep")).await?;
    page.sees(&t!("agm.quorum_met")).await?;
    pick(page, "what", "A committee of five").await?;
    pick(page, "yes", "2").await?;
    page.tap(&t!("agm.vote_keep")).await?;
    page.sees(&t!("agm.too_many", n = 1)).await?;
    pick(page, "yes", "1").await?;
    page.tap(&t!("agm.vote_keep")).await?;
    page.sees(&t!("agm.carried")).await?;
    browser.long_screen("agm").await?;
    page.tap(&t!("agm.to_roll")).await?;
    page.sees(&t!("agm.roll_what")).await?;
    browser.screen("agm-roll").await?;
    page.tap(&t!("agm.print")).await?;
    page.sees("stairwell-roll.pdf").await
}

/// Every figure stands beside what it is of, and says what it counts.
async fn r11_the_week(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("week.title")).await?;
    page.sees(&t!("week.never_tried")).await?;
    let bare = "return [...document.querySelectorAll('.measure .figure')]
        .map((it) => it.textContent.trim())
        .filter((it) => !/^[\\d,]+ of [\\d,]+$/.test(it) && /\\d/.test(it)
            && !it.includes('evening') && !it.includes('minutes'))";
    ensure!(page.script(bare, &[]).await? == json!([]), "a bare figure");
    let many = "return document.querySelectorAll('.measure .figure').length";
    let many = page.script(many, &[]).await?;
    ensure!(many.as_u64() >= Some(10), "no figures to look at: {many}");
    page.fill(&t!("week.complaint"), "Called on after nine")
        .await?;
    page.tap(&t!("week.complaint_keep")).await?;
    page.sees(&t!("week.complaint_wrong", what = "Called on after nine"))
        .await?;
    browser.long_screen("week").await?;
    page.tap(&t!("week.print")).await?;
    page.sees("stairwell-week.pdf").await
}

async fn what_was_there_before(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("groups.title")).await?;
    page.fill(&t!("groups.name"), "The gardeners").await?;
    page.tap(&t!("groups.keep")).await?;
    page.sees(&t!("groups.homes", n = 0)).await?;
    page.tap(&t!("groups.add")).await?;
    page.tap(&t!("groups.add_keep")).await?;
    page.sees(&t!("groups.pick_first")).await?;
    first_home(page, "door-0").await?;
    page.tap(&t!("groups.add_keep")).await?;
    page.sees(&t!("groups.homes", n = 1)).await?;
    page.fill(&t!("groups.who"), "Tenants of the old house")
        .await?;
    page.fill(&t!("groups.wanted"), "Keep the laundry").await?;
    page.fill(&t!("groups.when"), "1998").await?;
    page.tap(&t!("groups.before_keep")).await?;
    page.sees(&t!("groups.before_wrong", what = "Keep the laundry"))
        .await?;
    browser.long_screen("groups").await
}

/// Picks the home that was spoken to.
async fn first_home(page: &Page, field: &str) -> Result<()> {
    let home = "const [field, house] = arguments;
        return [...document.getElementById(field).options]
            .find((it) => it.textContent.startsWith(house))?.value";
    let home = page.script(home, &[json!(field), json!(COUNCIL)]).await?;
    pick(page, field, home.as_str().context("a home to pick")?).await
}

async fn write(page: &Page) -> Result<()> {
    page.open("/organise/stories").await?;
    page.sees(&t!("stories.write")).await?;
    first_home(page, "story-door").await?;
    page.fill(&t!("stories.words"), STORY).await
}

async fn r10_nobody_at_the_first_knock(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    write(page).await?;
    page.tap(&t!("stories.keep")).await?;
    page.sees(&t!("stories.no_teller")).await?;
    for (teller, why) in [
        ("somebody_else", "third_party"),
        ("child", "of_a_child"),
        ("themselves", "first_knock"),
    ] {
        page.tap(&t!(&format!("stories.teller_{teller}"))).await?;
        page.tap(&t!("stories.keep")).await?;
        page.sees(&t!(&format!("stories.{why}"))).await?;
    }
    browser.long_screen("stories-write").await
}

async fn days_later(browser: &Browser) -> Result<()> {
    let source = json!({ "source": CLOCK.replace("DAYS", LATER) });
    let cdp = browser.page.driver.cdp();
    cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    Ok(())
}

/// The secret has gone, and with it the list.
async fn nothing_of_the_list_is_left(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let kept = "const done = arguments[arguments.length - 1];
        const opening = indexedDB.open('stairwell');
        opening.onsuccess = () => {
            const db = opening.result;
            const asking = db.transaction('device').objectStore('device').getAllKeys();
            asking.onsuccess = () => {
                const names = asking.result.map((key) => new TextDecoder().decode(key));
                db.close();
                done(names.includes('lists'));
            };
        };";
    let there = page.driver.execute_async(kept, Vec::new()).await?;
    ensure!(*there.json() == json!(true), "there is a list to go");
    days_later(phone).await?;
    page.open("/organise/lists").await?;
    page.sees(&t!("meeting.none_coming")).await?;
    page.does_not_see(PRIVATE).await?;
    for (name, number) in PEOPLE {
        page.does_not_see(name).await?;
        page.does_not_see(number).await?;
    }
    let there = page.driver.execute_async(kept, Vec::new()).await?;
    ensure!(*there.json() == json!(false), "a list is left");
    Ok(())
}

/// A pack that is left open for days takes no story out: it is asked of when it is saved.
async fn left_open(page: &Page) -> Result<()> {
    page.script(&CLOCK.replace("DAYS", LATER), &[]).await?;
    page.tap(&t!("evidence.save_pdf")).await?;
    page.sees(&t!("stories.not_synced")).await?;
    page.open("/organise/evidence").await?;
    page.tap(&t!("stories.in_pack")).await?;
    page.fill(&t!("stories.in_pack_place"), "The council").await
}

/// Each yes by itself; used once, and taken back.
async fn r10_a_story(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    days_later(browser).await?;
    write(page).await?;
    page.tap(&t!("stories.teller_themselves")).await?;
    page.tap(&t!("stories.keep")).await?;
    page.sees(&t!("stories.far_private")).await?;
    for to in ["words", "anonymous"] {
        page.tap(&t!(&format!("stories.ask_{to}"))).await?;
        let keep = format!(
            "document.getElementById('witness-{to}').closest('form')
                .querySelector('button').click()"
        );
        page.script(&keep, &[]).await?;
        page.sees(&t!("stories.no_proof")).await?;
        pick(page, &format!("witness-{to}"), "Amina").await?;
        if to == "anonymous" {
            pick(page, "language-anonymous", "pl").await?;
        }
        page.script(&keep, &[]).await?;
        page.no_longer_sees(&t!(&format!("stories.ask_{to}")))
            .await?;
    }
    // The first in the language the story is written in, the second in the one that was picked.
    for language in ["en", "pl"] {
        let name = t!(&format!("languages.{language}"));
        page.sees(&t!("stories.asked_in", languages = name)).await?;
    }
    page.sees(&t!("stories.far_anonymous")).await?;
    browser.long_screen("story").await?;
    page.open("/organise/evidence").await?;
    page.tap(&t!("stories.in_pack")).await?;
    page.tap(&t!("evidence.save_pdf")).await?;
    page.sees(&t!("stories.no_place")).await?;
    page.fill(&t!("stories.in_pack_place"), "The council")
        .await?;
    browser.long_screen("evidence-story").await?;
    left_open(page).await?;
    page.tap(&t!("evidence.save_pdf")).await?;
    page.sees("stairwell-deputation.pdf").await?;
    page.open("/organise/stories").await?;
    page.sees(&t!("stories.far_anonymous")).await?;
    browser.long_screen("stories").await?;
    page.tap(STORY).await?;
    page.sees(&t!("stories.stands_ask_again")).await?;
    page.sees("The council").await?;
    page.tap(&t!("stories.take_back")).await?;
    page.tap(&t!("stories.back_keep")).await?;
    page.sees(&t!("stories.far_private")).await?;
    page.sees(&t!("stories.stands_taken_back")).await?;
    browser.long_screen("story-taken-back").await
}
