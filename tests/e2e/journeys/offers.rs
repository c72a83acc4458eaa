//! Offers and needs: switched on by an organiser, tapped at two doors, proposed with the reason, and nobody
//! told how to reach the other before both said yes; taken back, nothing is told any more. Care for children
//! where nobody is dropped off without a named lead.

use anyhow::Result;
use serde_json::json;
use stairwell::t;

use super::meeting::send;
use super::stair::by_hand;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const HOUSE: &str = "Wagtail House";
const NUMBER: &str = "07700 900471";

/// From the switch to a match that is taken back, and an afternoon with children.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 2, 2).await?;
    let invitation = site.invite("Wagtail", &[HOUSE], 1).await?;
    let phone = site.volunteer("Merle", &invitation).await?;
    off_until_it_is_switched_on(&phone, &site.organiser).await?;
    r9_4_a_pod_with_somebody_who_rings(&site.organiser).await?;
    r9_1_one_needs_and_one_offers(&phone).await?;
    r9_3_proposed_with_the_reason(&site.organiser).await?;
    r9_2_told_nothing_before_both_said_yes(&site.organiser).await?;
    r9_5_nobody_is_dropped_off_without_a_lead(&site.organiser).await?;
    r9_6_a_check_without_its_number(&site.organiser.page).await?;
    // A phone at the doors has no page for any of it.
    phone.page.open("/organise/help").await?;
    phone.page.does_not_see(&t!("aid.by_stair")).await?;
    phone.close().await.map(drop)
}

async fn to_the_help(page: &Page) -> Result<()> {
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back_why")).await
}

async fn off_until_it_is_switched_on(phone: &Browser, organiser: &Browser) -> Result<()> {
    phone.page.open("/today").await?;
    phone.page.tap(HOUSE).await?;
    phone.page.tap(&t!("volunteer.next_is", label = "")).await?;
    to_the_help(&phone.page).await?;
    phone.page.does_not_see(&t!("neighbours.title")).await?;
    let page = &organiser.page;
    page.open("/organise").await?;
    page.tap(&t!("aid.title")).await?;
    page.sees(&t!("ballot.switched_off")).await?;
    page.tap(&t!("ballot.switch_on")).await?;
    page.sees(&t!("aid.matches_none")).await?;
    page.sees(&t!("aid.none")).await?;
    send(organiser).await?;
    send(phone).await
}

async fn r9_4_a_pod_with_somebody_who_rings(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/pods").await?;
    page.sees(&t!("aid.pods_none")).await?;
    page.fill(&t!("aid.pod_name"), "Wagtails").await?;
    page.fill(&t!("aid.pod_point"), "Glenys").await?;
    page.tap(HOUSE).await?;
    page.fill(&t!("aid.pod_deputy"), "Glenys").await?;
    page.tap(&t!("aid.pod_keep")).await?;
    page.sees(&t!("aid.pod_own_deputy")).await?;
    page.fill(&t!("aid.pod_deputy"), "Tariq").await?;
    page.tap(&t!("aid.pod_keep")).await?;
    page.sees(&t!("aid.point_rings", name = "Glenys")).await?;
    page.sees(&t!("aid.size_few")).await?;
    browser.long_screen("pods").await
}

/// Something is tapped at a door, taken back once, and tapped again.
async fn r9_1_one_needs_and_one_offers(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    let what = |key: &str| t!(key, what = t!("neighbours.help_lift"));
    let (needs, offers) = (
        what("neighbours.what_needs"),
        what("neighbours.what_offers"),
    );
    page.open("/today").await?;
    page.tap(HOUSE).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    to_the_help(page).await?;
    page.tap(&t!("neighbours.title")).await?;
    page.tap(&needs).await?;
    page.tap(&t!("acts.wrong_what", what = needs)).await?;
    page.no_longer_sees(&t!("acts.wrong")).await?;
    page.tap(&needs).await?;
    page.sees(&t!("acts.wrong")).await?;
    phone.long_screen("help-at-the-door").await?;
    phone.held_every_way("help-at-the-door").await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await?;
    to_the_help(page).await?;
    page.tap(&t!("neighbours.title")).await?;
    page.tap(&offers).await?;
    page.sees(&t!("acts.wrong")).await?;
    send(phone).await
}

async fn r9_3_proposed_with_the_reason(browser: &Browser) -> Result<()> {
    send(browser).await?;
    let page = &browser.page;
    page.open("/organise/help").await?;
    page.sees(&t!("aid.suits")).await?;
    page.sees(&t!("aid.reason_same_stair")).await?;
    browser.long_screen("offers-and-needs").await?;
    page.tap(&t!("aid.propose", home = HOUSE)).await?;
    page.sees(&t!("aid.stands_asking")).await?;
    page.sees(&t!("aid.point_rings", name = "Glenys")).await
}

/// Both are asked, the first with a number; it stands nowhere until the second has said yes, and nowhere
/// after one takes it back.
async fn r9_2_told_nothing_before_both_said_yes(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("aid.ask", home = HOUSE)).await?;
    page.tap(&t!("aid.pass_reach")).await?;
    page.tap(&t!("aid.say_yes")).await?;
    page.sees(&t!("aid.no_reach")).await?;
    page.fill(&t!("aid.name"), "Wyn").await?;
    page.fill(&t!("aid.reach"), NUMBER).await?;
    page.tap(&t!("aid.say_yes")).await?;
    page.sees(&t!("aid.said_yes")).await?;
    page.sees(&t!("aid.stands_asking")).await?;
    page.does_not_see(NUMBER).await?;
    browser.long_screen("match-asking").await?;
    page.tap(&t!("aid.ask", home = HOUSE)).await?;
    page.tap(&t!("aid.say_yes")).await?;
    page.sees(&t!("aid.stands_both")).await?;
    page.sees(NUMBER).await?;
    page.sees("whoever rings for their pod rings").await?;
    browser.long_screen("match-both").await?;
    page.tap(t!("aid.back", home = "").trim()).await?;
    page.sees(&t!("aid.stands_taken_back")).await?;
    page.does_not_see(NUMBER).await?;
    browser.long_screen("match-taken-back").await
}

async fn r9_5_nobody_is_dropped_off_without_a_lead(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/childcare").await?;
    page.sees(&t!("aid.sessions_none")).await?;
    page.tap(&t!("aid.ages_two_to_four")).await?;
    page.tap(&t!("aid.care_drop_off")).await?;
    page.tap(&t!("aid.two_hours_or_more")).await?;
    page.fill(&t!("aid.adult_one"), "Glenys").await?;
    page.fill(&t!("aid.venue"), "The community room").await?;
    page.tap(&t!("aid.session_keep")).await?;
    page.sees(&t!("aid.no_lead")).await?;
    page.sees(&t!("aid.sessions_none")).await?;
    page.fill(&t!("aid.lead"), "Tariq").await?;
    page.tap(&t!("aid.session_keep")).await?;
    page.sees(&t!("aid.care_drop_off_lead", name = "Tariq"))
        .await?;
    page.sees(&t!("aid.missing_two_adults")).await?;
    page.sees(&t!("aid.missing_council")).await?;
    page.sees(&t!("aid.caution_register")).await?;
    browser.long_screen("childcare").await
}

/// Picks the first that a list offers.
const PICK_FIRST: &str = "const select = document.getElementById(arguments[0]);
    select.value = select.options[1].value;
    select.dispatchEvent(new Event('change', { bubbles: true }));";

async fn r9_6_a_check_without_its_number(page: &Page) -> Result<()> {
    page.script(PICK_FIRST, &[json!("check-door")]).await?;
    page.fill(&t!("aid.check_by"), "Glenys, 001234567890")
        .await?;
    page.tap(&t!("aid.check_keep")).await?;
    page.sees(&t!("aid.check_number")).await?;
    page.fill(&t!("aid.check_by"), "Glenys").await?;
    page.tap(&t!("aid.check_keep")).await?;
    page.no_longer_sees(&t!("aid.checks_none")).await
}
