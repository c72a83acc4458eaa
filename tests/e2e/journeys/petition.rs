//! A petition is written and signed at doors, who may see it told before; its sheets are printed, what is
//! somebody's second is looked at. A deputation has its deadline at once, and a ballot is off until it is
//! switched on.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::locales::Card;
use stairwell::t;

use super::meeting::send;
use super::stair::by_hand;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const HOUSE: &str = "Dipper House";
const PRAYER: &str = "We ask the council to mend both lifts before the winter";

/// Picks what a list offers by these words.
const PICK: &str = "const [field, words] = arguments;
    const select = document.getElementById(field);
    const option = [...select.options].find((it) => it.textContent === words);
    select.value = option.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));";

/// A date field is typed otherwise in every country.
const DAY: &str = "const [field, day] = arguments;
    const input = document.getElementById(field);
    input.value = day;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

/// WebKit's driver does not reach a form's button by a tap right after the page is drawn.
const KEEP: &str = "document.querySelector('form button[type=submit]').click()";

/// From its first words to who signed, to the deputation and the ballot.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 2, 2).await?;
    r7_2_written_for_a_council_whose_rules_are_dated(&site.organiser).await?;
    r7_1_sheets_are_numbered_on(&site.organiser.page).await?;
    asked_for_something(&site.organiser.page).await?;
    let invitation = site.invite("Dipper", &[HOUSE], 1).await?;
    let phone = site.volunteer("Nest", &invitation).await?;
    r7_4_told_before_they_sign(&phone).await?;
    send(&phone).await?;
    r7_3_valid_of_total_of_homes(&site.organiser).await?;
    r7_5_the_deadline_at_once(&site.organiser).await?;
    in_the_pack(&site.organiser).await?;
    r7_6_off_until_it_is_switched_on(&site.organiser).await?;
    r7_7_homes_that_stand_empty(&site.organiser).await?;
    // A phone at the doors has no page for any of it.
    phone.page.open("/organise/petition").await?;
    phone.page.does_not_see(&t!("petition.begin")).await?;
    phone.close().await.map(drop)
}

async fn pick(page: &Page, field: &str, words: &str) -> Result<()> {
    page.script(PICK, &[json!(field), json!(words)]).await?;
    Ok(())
}

async fn day(page: &Page, field: &str, day: &str) -> Result<()> {
    page.script(DAY, &[json!(field), json!(day)]).await?;
    Ok(())
}

async fn r7_2_written_for_a_council_whose_rules_are_dated(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise").await?;
    page.tap(&t!("petition.title")).await?;
    page.sees(&t!("petition.none")).await?;
    page.tap(&t!("petition.begin")).await?;
    page.sees(&t!("petition.ask_phones")).await?;
    page.fill(&t!("petition.prayer"), PRAYER).await?;
    page.tap(&t!("petition.begin_keep")).await?;
    page.sees(&t!("petition.missing")).await?;
    page.fill(&t!("petition.target"), "the Cabinet member for housing")
        .await?;
    page.fill(&t!("petition.organiser"), "Bronwen Hedd").await?;
    page.fill(&t!("petition.reach"), "Flat 1, Dipper House")
        .await?;
    pick(page, "council", "Westminster").await?;
    page.sees(&t!("petition.public_yes")).await?;
    page.sees(&t!("petition.phones_no")).await?;
    // The day it was looked up, and that this is long ago.
    page.sees("23 May 2023").await?;
    page.sees("more than a year ago").await?;
    browser.long_screen("petition-new").await?;
    page.tap(&t!("petition.begin_keep")).await?;
    page.sees(&t!("petition.nothing_to_look_at")).await?;
    page.sees(PRAYER).await
}

async fn r7_1_sheets_are_numbered_on(page: &Page) -> Result<()> {
    page.sees(&t!("petition.print_from", n = 1)).await?;
    page.tap(&t!("petition.print_keep")).await?;
    page.sees("stairwell-petition.pdf").await?;
    page.sees(&t!("petition.print_from", n = 11)).await
}

/// As long as the campaign listens, no door asks anybody to sign.
async fn asked_for_something(page: &Page) -> Result<()> {
    page.open("/organise/petition").await?;
    page.sees(&t!("petition.listens")).await?;
    page.open("/organise/script").await?;
    page.tap(&t!("asking.stage_commit")).await?;
    page.tap(&t!("asking.publish")).await?;
    page.sees(&t!("asking.publish_tonight")).await?;
    page.tap(&t!("asking.publish")).await?;
    page.no_longer_sees(&t!("asking.publish_tonight")).await?;
    page.open("/organise/petition").await?;
    page.sees(PRAYER).await?;
    page.does_not_see(&t!("petition.listens")).await
}

/// Two sign at the first door, one after the other; at the second one does, taken back once.
async fn r7_4_told_before_they_sign(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(HOUSE).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    to_the_petition(page).await?;
    page.sees(PRAYER).await?;
    let council = ("council", "Westminster".to_string());
    let public = Card::english().say("card.petition_public", &[council]);
    page.sees(&public).await?;
    page.sees(&t!("signing.kept_apart")).await?;
    // This council does not take signatures from phones.
    page.does_not_see(&t!("signing.on_phone")).await?;
    page.tap(&t!("signing.on_paper")).await?;
    page.sees(&t!("signing.line_missing", n = 10)).await?;
    page.fill(&t!("signing.sheet"), "1").await?;
    page.fill(&t!("signing.line"), "1").await?;
    page.tap(&t!("signing.on_paper")).await?;
    let place = |line: u8| t!("signing.place", sheet = 1, line = line);
    page.sees(&place(1)).await?;
    let line = "return document.querySelector('[id^=line]')?.value === '2'";
    page.until("the next line of the sheet", line).await?;
    page.tap(&t!("signing.on_paper")).await?;
    page.sees(&place(2)).await?;
    phone.long_screen("signing").await?;
    phone.held_every_way("signing").await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await?;
    to_the_petition(page).await?;
    page.until(
        "the third line of the sheet in hand",
        "return document.querySelector('[id^=sheet]')?.value === '1'
            && document.querySelector('[id^=line]')?.value === '3'",
    )
    .await?;
    page.tap(&t!("signing.on_paper")).await?;
    page.sees(&place(3)).await?;
    page.tap(&t!("acts.wrong_what", what = place(3))).await?;
    page.no_longer_sees(&place(3)).await?;
    page.fill(&t!("signing.line"), "3").await?;
    page.tap(&t!("signing.on_paper")).await?;
    page.sees(&place(3)).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await
}

async fn to_the_petition(page: &Page) -> Result<()> {
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("signing.title")).await
}

/// The figure of the page: valid of total, of so many homes of all.
async fn figure(page: &Page, valid: usize, total: usize, homes: usize) -> Result<()> {
    let script = format!(
        "return [...document.querySelectorAll('main .figure')].some((it) =>
            /^{valid} valid of {total} signatures, from {homes} of \\d+ homes$/.test(it.textContent.trim()))"
    );
    let what = format!("{valid} valid of {total}, from {homes} homes");
    page.until(&what, &script).await
}

async fn r7_3_valid_of_total_of_homes(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/petition").await?;
    figure(page, 3, 3, 2).await?;
    browser.screen("petitions").await?;
    page.tap(PRAYER).await?;
    figure(page, 3, 3, 2).await?;
    page.tap(&t!("petition.type_in")).await?;
    page.fill(&t!("signing.sheet"), "2").await?;
    page.fill(&t!("signing.line"), "1").await?;
    page.tap(&t!("petition.type_in_keep")).await?;
    figure(page, 4, 4, 2).await?;
    page.sees(&t!("petition.elsewhere", n = 1)).await?;
    // The first line again, of nobody's home: two cannot be on one line.
    page.fill(&t!("signing.sheet"), "1").await?;
    page.fill(&t!("signing.line"), "1").await?;
    page.tap(&t!("petition.type_in_keep")).await?;
    page.sees(&t!("petition.found_same_line")).await?;
    // Either of the two may be the wrong one.
    page.sees(&t!("petition.found_first_of_two")).await?;
    figure(page, 4, 5, 2).await?;
    browser.long_screen("petition").await?;
    page.tap(&t!(
        "petition.verdict_of",
        verdict = t!("petition.verdict_not_readable"),
        what = t!("petition.of_no_home")
    ))
    .await?;
    page.sees(&t!("petition.nothing_to_look_at")).await?;
    figure(page, 4, 5, 2).await
}

async fn r7_5_the_deadline_at_once(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/deputation").await?;
    page.sees(&t!("deputation.none")).await?;
    page.tap(&t!("deputation.begin")).await?;
    page.sees(&t!("deputation.notice_what")).await?;
    pick(page, "council", "Barnet").await?;
    // Over Easter: three clear working days.
    day(page, "meeting", "2027-03-31").await?;
    page.sees("23 March 2027").await?;
    page.fill(&t!("deputation.subject"), "The lifts of Dipper House")
        .await?;
    browser.long_screen("deputation-new").await?;
    page.tap(&t!("deputation.keep")).await?;
    page.sees(&t!("deputation.who_what")).await?;
    page.sees("23 March 2027").await?;
    page.fill(&t!("deputation.speaker"), "Ceri Hedd").await?;
    page.tap(&t!("deputation.speaker_keep")).await?;
    page.sees(&t!("deputation.speaker_missing")).await?;
    page.tap(&t!("deputation.agreed")).await?;
    page.tap(&t!("deputation.speaker_keep")).await?;
    page.sees(&t!("deputation.too_few", n = 5)).await?;
    page.sees("Ceri Hedd").await?;
    browser.long_screen("deputation").await?;
    page.open("/organise/deputation").await?;
    page.sees("The lifts of Dipper House").await?;
    browser.screen("deputations").await
}

/// Of few homes no figure stands in the pack.
async fn in_the_pack(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/evidence").await?;
    page.sees(PRAYER).await?;
    let few = t!("evidence.few");
    page.sees(&t!("evidence.valid", homes = few, all = 5))
        .await?;
    page.does_not_see("Ceri Hedd").await?;
    browser.long_screen("evidence-petition").await
}

async fn r7_6_off_until_it_is_switched_on(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/ballot").await?;
    page.sees(&t!("ballot.switched_off")).await?;
    page.does_not_see(&t!("ballot.days_what")).await?;
    browser.screen("ballot-off").await?;
    page.tap(&t!("ballot.switch_on")).await?;
    page.sees(&t!("ballot.no_roll")).await?;
    day(page, "offer", "2027-06-01").await?;
    day(page, "closes", "2027-05-01").await?;
    page.tap(&t!("ballot.days_keep")).await?;
    page.sees(&t!("ballot.days_wrong")).await?;
    day(page, "closes", "2027-07-22").await?;
    page.tap(&t!("ballot.days_keep")).await?;
    page.sees(&t!("ballot.days_kept")).await?;
    page.tap(HOUSE).await?;
    let first = "const home = [...document.querySelectorAll('main details')]
            .find((it) => it.textContent.includes('Dipper House'))?.querySelector('a');
        return home ? new URL(home.href).pathname : null";
    let home = page.script(first, &[]).await?;
    ensure!(home.is_string(), "no home of {HOUSE}");
    page.open(home.as_str().unwrap_or_default()).await?;
    page.sees(&t!("ballot.add_what")).await?;
    page.script(KEEP, &[]).await?;
    page.sees(&t!("ballot.not_agreed")).await?;
    page.tap(&t!("ballot.agreed")).await?;
    page.tap(&t!("ballot.add_keep")).await?;
    page.sees(&t!("ballot.settles_register")).await?;
    page.sees(&t!("ballot.settles_tenure")).await?;
    browser.long_screen("ballot-home").await?;
    page.open("/organise/ballot").await?;
    page.until(
        "one home that told us",
        r"return /\b1 of \d+ homes told us/.test(document.body.innerText)",
    )
    .await?;
    browser.long_screen("ballot").await
}

async fn r7_7_homes_that_stand_empty(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("ballot.voids")).await?;
    page.sees(&t!("ballot.switched_off")).await?;
    page.tap(&t!("ballot.switch_on")).await?;
    page.sees(&t!("ballot.voids_none", n = 4)).await?;
    page.script(KEEP, &[]).await?;
    page.sees(&t!("ballot.became_missing")).await?;
    // The last door offered is one of the house that was made here.
    let last = "const select = document.getElementById('door');
        const group = [...select.querySelectorAll('optgroup')].find((it) => it.label === 'Dipper House');
        select.value = group.querySelector('option:last-child').value;
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    page.script(last, &[]).await?;
    day(page, "became-day", "2026-09-10").await?;
    page.tap(&t!("ballot.became_keep")).await?;
    page.sees(&t!("ballot.voids_now", void = 1, decanted = 0, n = 4))
        .await?;
    browser.long_screen("voids").await
}
