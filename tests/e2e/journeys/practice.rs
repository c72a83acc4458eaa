//! Practice: from the link to the first knock without a signal, every door, how it went; and nothing of
//! it on the phone or anywhere else, however one tries.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::Value;
use stairwell::organise::practice::CARDS;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// From the link to the first knock.
const FIRST_KNOCK: Duration = Duration::from_secs(90);
/// Words a minute that somebody reads who is in no hurry.
const READS: usize = 150;

/// Everything a browser keeps for the site: what lies in its databases, but for what comes from others,
/// and its notes.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    const answer = (request) => new Promise((ok, no) => {
        request.onsuccess = () => ok(request.result);
        request.onerror = () => no(request.error);
    });
    (async () => {
        const kept = {};
        for (const { name } of await indexedDB.databases()) {
            const database = await answer(indexedDB.open(name));
            const own = [...database.objectStoreNames].filter((it) => !['pulled', 'meta'].includes(it));
            for (const store of own) {
                const all = database.transaction(store).objectStore(store);
                kept[`${name} ${store}`] = await answer(all.count());
            }
            database.close();
        }
        return [kept, Object.keys(localStorage).sort(), Object.keys(sessionStorage).sort()];
    })().then(done, (error) => done(String(error)));";

/// On a phone that belongs to nobody, and on one that has joined.
pub async fn journey(site: &mut Site) -> Result<()> {
    let phone = site.phone("Elin").await?;
    let page = &phone.page;
    page.open("/practice").await?;
    kept_for_later(page).await?;
    let before = kept(page).await?;
    site.endpoint.stop();
    first_knock(&phone).await?;
    the_others(&phone).await?;
    how_it_went(&phone).await?;
    page.tap(&t!("practice.leave")).await?;
    page.sees(&t!("welcome.have_code")).await?;
    phone.screen("welcome").await?;
    ensure!(
        kept(page).await? == before,
        "practice leaves something behind"
    );
    anew(page).await?;
    site.endpoint.start_again()?;
    phone.close().await?;
    practice_cannot_enter_a_campaign(site).await
}

async fn kept_for_later(page: &Page) -> Result<()> {
    let ready = "return document.documentElement.dataset.precache === 'ready'";
    page.until("the app to be kept", ready).await
}

async fn kept(page: &Page) -> Result<Value> {
    let kept = page.driver.execute_async(KEPT, Vec::new()).await?;
    let kept = kept.json().clone();
    ensure!(kept.is_array(), "what is kept cannot be read: {kept}");
    Ok(kept)
}

/// From the link, without a signal: what is to be read on the way, and how long the app takes for it.
async fn first_knock(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let begun = Instant::now();
    page.open("/practice").await?;
    page.sees(&t!("practice.intro")).await?;
    let mut words = page.text().await?.split_whitespace().count();
    page.tap(&t!("practice.begin")).await?;
    page.sees(&t!("practice.who_nobody")).await?;
    words += page.text().await?.split_whitespace().count();
    page.tap(&t!("outcomes.not_home")).await?;
    page.sees(&t!("practice.who_cooking")).await?;
    let reading = Duration::from_secs((words * 60 / READS) as u64);
    let all = begun.elapsed() + reading;
    println!("    the first knock: {words} words to read, {all:.1?} with reading");
    ensure!(all < FIRST_KNOCK, "{all:?} to the first knock");
    // As it looks, once the watch has stopped.
    page.tap(&t!("volunteer.undo")).await?;
    page.sees(&t!("practice.who_nobody")).await?;
    phone.screen("practice-door").await?;
    page.open("/practice").await?;
    phone.screen("practice").await?;
    page.tap(&t!("practice.begin")).await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.sees(&t!("practice.who_cooking")).await
}

/// Marked as practice, by words, wherever one is.
async fn marked(page: &Page) -> Result<()> {
    page.sees(&t!("practice.status")).await?;
    let framed = "return !!document.querySelector('.page.practice')";
    page.until("the frame of practice", framed).await
}

async fn the_others(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    for (place, card) in CARDS.iter().enumerate().skip(1) {
        page.sees(&t!(&format!("practice.who_{}", card.name)))
            .await?;
        marked(page).await?;
        let whole = page
            .text()
            .await?
            .contains(&t!(&format!("practice.try_{}", card.name)));
        let short = page
            .text()
            .await?
            .contains(&t!(&format!("practice.think_{}", card.name)));
        ensure!(
            (whole, short) == (place < 5, (5..12).contains(&place)),
            "hints fade: {place} {whole} {short}"
        );
        match card.name {
            "lift" => a_talk(phone).await?,
            "what_do_you_keep" => the_card(phone).await?,
            "other_language" => {
                outcome(page, "language").await?;
                page.sees(&t!("volunteer.which_language")).await?;
                marked(page).await?;
                page.tap(&t!("volunteer.language_unknown")).await?;
            }
            "in_confidence" => written_down(phone).await?,
            _ => {
                let outcome_word = card.outcomes[0].word();
                outcome(page, outcome_word).await?;
                match outcome_word {
                    "spoke" => finish(page).await?,
                    "moved" => {
                        page.sees(&t!("doors.moved_who")).await?;
                        marked(page).await?;
                        page.tap(&t!("doors.moved_unknown")).await?;
                    }
                    "do_not_knock" => {
                        page.sees(&t!("doors.scope_how_long")).await?;
                        marked(page).await?;
                        page.tap(&t!("volunteer.done_next_door")).await?;
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(())
}

async fn outcome(page: &Page, word: &str) -> Result<()> {
    let common = ["not_home", "come_back", "refused", "spoke"];
    if !common.contains(&word) {
        page.tap(&t!("volunteer.more_outcomes")).await?;
    }
    page.tap(&t!(&format!("outcomes.{word}"))).await
}

async fn finish(page: &Page) -> Result<()> {
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back")).await?;
    marked(page).await?;
    page.tap(&t!("volunteer.done_next_door")).await
}

async fn a_talk(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    outcome(page, "spoke").await?;
    page.sees(&t!("script.pressure")).await?;
    marked(page).await?;
    phone.screen("practice-talk").await?;
    page.tap(&t!("script.issue_lift")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    finish(page).await
}

/// Who we are, as it is shown in practice; and that it was shown.
async fn the_card(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("phone.who_we_are")).await?;
    page.sees(&t!("practice.mark")).await?;
    page.sees(&t!("practice.group")).await?;
    phone.screen("practice-who-we-are").await?;
    page.tap(&t!("card.close")).await?;
    page.sees(&t!("phone.card_shown", when = "")).await?;
    outcome(page, "spoke").await?;
    finish(page).await
}

/// What should not be written down is, to see that the summary says so.
async fn written_down(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    phone.screen("practice-door-last").await?;
    outcome(page, "spoke").await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "Afraid of somebody")
        .await?;
    page.tap(&t!("volunteer.keep_note")).await?;
    page.sees("Afraid of somebody").await?;
    page.tap(&t!("volunteer.done_next_door")).await
}

async fn how_it_went(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let stair = "return !!document.querySelector('.floors')";
    page.until("the stair", stair).await?;
    marked(page).await?;
    phone.screen("practice-stair").await?;
    page.tap(&t!("practice.to_summary")).await?;
    let of_all = t!("practice.n_of_all", n = CARDS.len(), all = CARDS.len());
    page.fact_is(&t!("practice.summary_doors"), &of_all).await?;
    page.fact_is(&t!("practice.summary_usual"), &of_all).await?;
    page.fact_is(&t!("practice.summary_answers"), "1").await?;
    page.sees(&t!("practice.summary_confidence")).await?;
    marked(page).await?;
    phone.long_screen("practice-summary").await
}

/// Whoever comes back begins at doors that nobody has knocked at.
async fn anew(page: &Page) -> Result<()> {
    page.tap(&t!("practice.title")).await?;
    page.sees(&t!("practice.intro")).await?;
    page.tap(&t!("practice.to_summary")).await?;
    let none = t!("practice.n_of_all", n = 0, all = CARDS.len());
    page.fact_is(&t!("practice.summary_doors"), &none).await
}

/// A phone that has joined practises: nothing is added to what it keeps, counts or sends, and its own
/// doors are as they were.
async fn practice_cannot_enter_a_campaign(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Robin Row", &["Robin Row"], 1).await?;
    let phone = site.volunteer("Elin", &invitation).await?;
    let page = &phone.page;
    page.open("/sent").await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;
    let saved = page.fact(&t!("volunteer.count_saved")).await?;
    let before = kept(page).await?;

    page.open("/practice").await?;
    page.tap(&t!("practice.begin")).await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.sees(&t!("practice.who_cooking")).await?;
    outcome(page, "spoke").await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "Made up").await?;
    page.tap(&t!("volunteer.keep_note")).await?;
    page.sees("Made up").await?;
    // Its own pages are out of reach from here, whatever leads to them.
    page.script("history.pushState(null, '', '/practice/shift'); dispatchEvent(new PopStateEvent('popstate'))", &[])
        .await?;
    page.sees(&t!("practice.summary")).await?;
    page.tap(&t!("practice.leave")).await?;
    page.sees("Robin Row").await?;

    ensure!(kept(page).await? == before, "practice was kept");
    page.open("/sent").await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await?;
    page.fact_is(&t!("volunteer.count_saved"), &saved).await?;
    // A door of practice is none of the campaign's.
    let door = stairwell::organise::practice::Practice::door(0);
    page.open(&format!("/door/{}", door.0)).await?;
    page.sees(&t!("volunteer.not_here")).await?;
    ensure!(kept(page).await? == before, "practice was kept after all");
    phone.close().await.map(drop)
}
