//! The main job: join, lose the signal, knock ten doors, close the app, open it again, find the
//! ten, get the signal back, and be read by the organiser in the morning.

use std::fs;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use stairwell::organise::export;
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::download;
use crate::page::Page;
use crate::site::Site;

/// What comes of the first nine doors; at the tenth somebody talks.
const OUTCOMES: [&str; 9] = [
    "not_home",
    "not_home",
    "come_back",
    "not_home",
    "refused",
    "left_leaflet",
    "not_home",
    "do_not_knock",
    "not_home",
];

/// From the invitation to the morning after.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Kestrel Court", &["Kestrel Court"], 1).await?;
    site.organiser.screen("organiser-invitation").await?;
    let phone = join(site, &invitation.link).await?;

    site.endpoint.stop();
    phone.page.reload().await?;
    phone.page.open("/today").await?;
    phone.page.tap("Kestrel Court").await?;
    phone.screen("volunteer-stair-new").await?;
    phone
        .page
        .tap(&t!("volunteer.next_is", label = "Flat 21"))
        .await?;
    phone.screen("volunteer-door-new").await?;
    who_we_are(&phone).await?;
    nine_doors(&phone).await?;
    a_talk(&phone).await?;
    phone.page.tap(&t!("volunteer.stair")).await?;
    ten_are_there(&phone.page).await?;
    phone.screen("volunteer-stair").await?;

    let profile = phone.close().await?;
    let phone = site.reopen(profile, "Amina").await?;
    phone.page.open("/").await?;
    phone.page.tap("Kestrel Court").await?;
    ten_are_there(&phone.page).await?;
    something_happened(&phone).await?;
    phone.page.open("/sent").await?;
    phone.page.fact_is(&t!("volunteer.count_sent"), "0").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees(&t!("volunteer.status_offline")).await?;
    phone.screen("volunteer-sent-offline").await?;

    site.endpoint.start_again()?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await?;
    let saved = phone.page.fact(&t!("volunteer.count_saved")).await?;
    phone
        .page
        .fact_is(&t!("volunteer.count_sent"), &saved)
        .await?;
    end_of_shift(&phone).await?;
    let saved = phone.page.fact(&t!("volunteer.count_saved")).await?;

    the_morning(site).await?;
    phone.page.open("/sent").await?;
    merged(&phone.page, &saved).await?;
    phone.screen("volunteer-sent").await?;
    no_request_where_nothing_waits(&phone).await?;
    phone.close().await.map(drop)
}

/// Joins, looking at every page on the way.
async fn join(site: &mut Site, link: &str) -> Result<Browser> {
    let phone = site.phone("Amina").await?;
    let page = &phone.page;
    page.open_link(link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    let bar = page.script("return location.href", &[]).await?;
    ensure!(
        !bar.as_str().unwrap_or_default().contains('#'),
        "the code stays in the address bar: {bar}"
    );
    phone.screen("join-invited").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.name_missing")).await?;
    page.fill(&t!("volunteer.your_name"), "Amina").await?;
    page.tap(&t!("volunteer.join")).await?;
    page.sees(&t!("volunteer.no_signal_needed")).await?;
    phone.screen("join-ready").await?;
    if phone.engine() == Engine::Chromium {
        let errors = page
            .driver
            .cdp()
            .send_raw("Page.getInstallabilityErrors", json!({}))
            .await?;
        ensure!(
            errors["installabilityErrors"] == json!([]),
            "it cannot be installed: {errors}"
        );
    }
    page.tap(&t!("volunteer.to_today")).await?;
    page.sees("Kestrel Court").await?;
    phone.screen("volunteer-today").await?;
    Ok(phone)
}

/// One tap from the door, without a signal: who asks, and what they keep.
async fn who_we_are(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("phone.who_we_are")).await?;
    page.sees("Kestrel Residents").await?;
    page.sees("01632 960 001").await?;
    page.sees(&t!("card.kept_usual")).await?;
    page.sees(&t!("card.nobody")).await?;
    phone.screen("volunteer-privacy").await?;
    page.tap(&t!("card.close")).await?;
    page.does_not_see("01632 960 001").await?;
    page.sees("Flat 21").await
}

async fn nine_doors(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    // That the card was shown.
    let mut recorded = 1;
    for (n, outcome) in OUTCOMES.into_iter().enumerate() {
        let door = page.heading().await?;
        let name = t!(&format!("outcomes.{outcome}"));
        if matches!(outcome, "left_leaflet" | "do_not_knock") {
            page.tap(&t!("volunteer.more_outcomes")).await?;
            phone.picture(&format!("volunteer-outcomes-{n}")).await?;
        }
        page.tap(&name).await?;
        page.heading_after(&door).await?;
        if outcome == "do_not_knock" {
            // For this campaign, unless they say otherwise.
            page.sees(&t!("doors.scope_how_long")).await?;
            phone.screen("volunteer-no-knock").await?;
            page.tap(&t!("volunteer.done_next_door")).await?;
            page.sees(&t!("outcomes.spoke")).await?;
        }
        // That they asked not to be knocked is a fact of its own beside the knock.
        recorded += if outcome == "do_not_knock" { 2 } else { 1 };
        page.sees(&t!("volunteer.status_waiting", n = recorded))
            .await?;
    }
    // One thought better of: the line stands until the next action.
    let door = page.heading().await?;
    page.tap(&t!("outcomes.refused")).await?;
    let next = page.heading_after(&door).await?;
    phone.screen("volunteer-door-undo").await?;
    page.tap(&t!("volunteer.undo")).await?;
    ensure!(
        page.heading_after(&next).await? == door,
        "undoing comes back to the door"
    );
    Ok(())
}

/// The tenth door opens: the listening script, question by question.
async fn a_talk(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    phone.screen("talk-choices").await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("script.issue_lift")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    phone.screen("talk-words").await?;
    page.fill(&t!("volunteer.answer"), "Black mould in the small room")
        .await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.depth")).await?;
    phone.screen("talk-choice").await?;
    page.tap(&t!("script.depth_would_act")).await?;
    page.sees(&t!("script.whose_door")).await?;
    phone.screen("talk-nomination").await?;
    page.fill(&t!("volunteer.answer"), "Flat 9").await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.come_back")).await?;
    phone.screen("talk-yes-no").await?;
    page.tap(&t!("volunteer.yes")).await?;
    page.sees(&t!("volunteer.read_back_why")).await?;
    page.sees("Black mould in the small room").await?;
    page.sees("Flat 9").await?;
    page.tap(&t!("volunteer.add_follow_up")).await?;
    page.fill(&t!("volunteer.promise"), "Ring about the mould")
        .await?;
    page.tap(&t!("volunteer.i_will", name = "Amina")).await?;
    phone.screen("talk-closing").await?;
    page.tap(&t!("volunteer.keep_follow_up")).await?;
    page.sees("Ring about the mould").await?;
    in_touch_again(phone).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    // The note of the last door, from its own page.
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "The bell does not work")
        .await?;
    phone.screen("volunteer-door-note").await?;
    page.tap(&t!("volunteer.keep_note")).await?;
    page.sees("The bell does not work").await
}

/// They may be asked again, and say how: read back while the talk lasts.
async fn in_touch_again(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("volunteer.be_in_touch")).await?;
    page.does_not_see(&t!("volunteer.contact_reach")).await?;
    page.tap(&t!("volunteer.yes_in_touch")).await?;
    page.sees(&t!("volunteer.contact_reach")).await?;
    // A slip of the thumb, and back: within two minutes both count.
    page.tap(&t!("volunteer.no_not_again")).await?;
    page.sees(&t!("volunteer.taken_back_why")).await?;
    page.sees(&t!("volunteer.no_nobody_at_door")).await?;
    page.tap(&t!("volunteer.yes_in_touch")).await?;
    page.sees(&t!("volunteer.contact_reach")).await?;
    page.fill(&t!("volunteer.contact_name"), "Mair").await?;
    page.sees(&t!("volunteer.contact_no_reach")).await?;
    page.fill(&t!("volunteer.contact_reach"), "01632 960 123")
        .await?;
    page.sees("Mair, 01632 960 123").await?;
    // Who we are, shown in the middle of it: nothing typed is gone, nothing named sealed.
    page.tap(&t!("phone.who_we_are")).await?;
    page.sees("01632 960 001").await?;
    phone.screen("talk-privacy").await?;
    page.tap(&t!("card.close")).await?;
    page.sees("Mair, 01632 960 123").await?;
    page.sees("Flat 9").await?;
    page.does_not_see(&t!("volunteer.sealed_already")).await?;
    phone.screen("talk-in-touch").await
}

/// Ten squares of the stair bear a mark.
async fn ten_are_there(page: &Page) -> Result<()> {
    let marked = "return document.querySelectorAll('.floors .door > .mark').length === 10";
    page.until("ten doors with a mark", marked).await?;
    // Who asked not to be knocked is no door to walk to; who asked us to come back was reached.
    page.sees(&t!("volunteer.left", left = 14, n = 23, reached = 3))
        .await
}

/// Counts requests to the endpoint, and puts the clock ahead: `later(700)`.
const COUNT: &str = "window.asked = 0;
    const plain = window.fetch;
    window.fetch = (what, ...how) => {
        if (String(what.url ?? what).includes('/v1/')) asked += 1;
        return plain.call(window, what, ...how);
    };
    const Real = Date;
    let ahead = 0;
    window.later = (seconds) => { ahead += seconds * 1000; };
    window.Date = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
        static now() { return Real.now() + ahead; }
    };";

/// Two looks of the app at its clock, and some more.
const TWO_TICKS: Duration = Duration::from_secs(6);

/// Time passes and nothing waits: no request. Then something waits, and one carries it.
async fn no_request_where_nothing_waits(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/sent").await?;
    page.sees("All sent").await?;
    // What was asked for when the page was opened has been answered.
    tokio::time::sleep(TWO_TICKS).await;
    page.script(COUNT, &[]).await?;
    for _ in 0..2 {
        page.script("later(700)", &[]).await?;
        tokio::time::sleep(TWO_TICKS).await;
    }
    let asked = page.script("return asked", &[]).await?;
    ensure!(asked == 0, "{asked} requests where nothing waited");
    page.tap(&t!("volunteer.today")).await?;
    page.tap("Kestrel Court").await?;
    page.tap("Flat 1,").await?;
    page.tap(&t!("outcomes.come_back")).await?;
    page.sees(&t!("volunteer.undo")).await?;
    let before = page.script("return asked", &[]).await?;
    page.script("later(700)", &[]).await?;
    page.sees("All sent").await?;
    let after = page.script("return asked", &[]).await?;
    ensure!(after != before, "what waited was carried by no request");
    Ok(())
}

/// What nobody but an organiser is ever to read.
const HAPPENED: &str = "He stood in the lift door and would not let me out";

/// R8.5: written down without a signal; then this phone has no word of it.
async fn something_happened(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/shift").await?;
    page.tap(&t!("incident.link")).await?;
    page.sees(&t!("incident.for_these", names = "Olwen"))
        .await?;
    phone.screen("volunteer-incident").await?;
    page.tap(&t!("incident.keep")).await?;
    page.sees(&t!("incident.missing")).await?;
    page.tap(&t!("incident.sort_threat")).await?;
    page.fill(&t!("incident.words"), HAPPENED).await?;
    page.tap(&t!("incident.ring")).await?;
    phone.screen("volunteer-incident-written").await?;
    page.tap(&t!("incident.keep")).await?;
    page.sees(&t!("incident.kept")).await?;
    phone.screen("volunteer-incident-kept").await?;
    for path in ["/incident", "/sent", "/today", "/shift"] {
        page.open(path).await?;
        let shown = "const typed = [...document.querySelectorAll('input, textarea')];
            return document.body.textContent + typed.map((field) => field.value).join()";
        let shown = page.script(shown, &[]).await?.to_string();
        ensure!(!shown.contains(HAPPENED), "{path} shows it");
    }
    Ok(())
}

/// R8.5: on an organiser's device it is read, and somebody looks after it.
async fn it_was_read(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("incidents.open", n = 1)).await?;
    page.sees(HAPPENED).await?;
    page.sees(&t!("incidents.ring", name = "Amina")).await?;
    page.tap(&t!("incidents.say_seen")).await?;
    page.sees(&t!("incidents.say_dealt")).await?;
    browser.long_screen("organiser-incidents").await?;
    page.tap(&t!("incidents.say_dealt")).await?;
    page.sees(&t!("incidents.say_open")).await?;
    page.open("/organise").await?;
    page.no_longer_sees(&t!("incidents.open", n = 1)).await
}

async fn end_of_shift(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("volunteer.end_shift")).await?;
    page.sees(&t!("volunteer.shift_title")).await?;
    phone.screen("volunteer-shift").await?;
    page.tap(&t!("volunteer.end_shift")).await?;
    page.sees(&t!("volunteer.thank_you", name = "Amina"))
        .await?;
    page.sees(&t!("volunteer.shift_ended_sent")).await?;
    phone.screen("volunteer-shift-ended").await?;
    phone.held_every_way("volunteer-shift-ended").await
}

/// The organiser reads it.
async fn the_morning(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/morning").await?;
    page.fact_is(
        &t!("organiser.tried"),
        &t!("organiser.n_of_all", n = 10, all = 74),
    )
    .await?;
    it_was_read(browser).await?;
    page.open("/organise/morning").await?;
    let of_all = |n: u32| t!("organiser.n_of_all", n = n, all = 74);
    page.fact_is(&t!("organiser.tried"), &of_all(10)).await?;
    page.fact_is(&t!("organiser.never_tried"), &of_all(64))
        .await?;
    page.fact_is(
        &t!("organiser.phones_in"),
        &t!("organiser.n_of_all", n = 1, all = 1),
    )
    .await?;
    page.sees("Black mould in the small room").await?;
    page.sees("The bell does not work").await?;
    page.sees("Ring about the mould").await?;
    browser.screen("organiser-morning").await?;
    a_file(site).await?;
    page.tap(&t!("organiser.phones_in")).await?;
    page.sees("Amina").await?;
    page.sees(&t!("organiser.phone_in")).await?;
    browser.screen("organiser-phones").await?;
    page.open("/organise").await?;
    browser.screen("organiser-home").await?;
    page.open("/organise/turfs").await?;
    browser.screen("organiser-turfs").await?;
    page.open("/organise/turf/new").await?;
    page.tap("Robin Row").await?;
    browser.screen("organiser-turf-new").await
}

/// The doors as a file among the downloads, one line a door.
async fn a_file(site: &Site) -> Result<()> {
    let folder = site.endpoint.scratch("downloads");
    fs::create_dir_all(&folder)?;
    let browser = &site.organiser;
    browser.downloads_to(&folder).await?;
    browser.page.tap(&t!("organiser.file_doors")).await?;
    let said = t!("organiser.file_taken", file = "doors.csv");
    browser.page.sees(&said).await?;
    let file = download::whole(&folder.join("doors.csv")).await?;
    let file = String::from_utf8(file)?;
    let mut lines = file.lines();
    ensure!(
        lines.next() == Some(export::DOORS.join(",").as_str()),
        "the header stands as docs/files.md has it: {file}"
    );
    ensure!(lines.count() == 74, "one line a door: {file}");
    // Who saved it stands there for every organiser.
    browser.page.sees("doors.csv, 74 lines, by Olwen").await?;
    browser.screen("organiser-files").await
}

/// The phone hears that everything it saved was merged.
async fn merged(page: &Page, saved: &str) -> Result<()> {
    let name = t!("volunteer.count_merged");
    for _ in 0..10 {
        page.tap(&t!("volunteer.send_now")).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        if page.fact(&name).await? == saved {
            return Ok(());
        }
    }
    let script = "return document.querySelector('main').innerText";
    let shown: Value = page.script(script, &[]).await?;
    anyhow::bail!("{saved} saved, and not all merged: {shown}")
}
