//! What a resident says at the door becomes something that is raised, then an issue with a demand, and
//! what came of it is written down for one tenure and not for the other.

use anyhow::Result;
use stairwell::t;

use super::meeting::send;
use super::stair::by_hand;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

const HOUSE: &str = "Bittern House";
const SAID: &str = "The yard floods";
const ISSUE: &str = "Water in the yard";
const WHAT: &str = "New drains in the yard";

/// From the door to a win for some.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 2, 2).await?;
    let invitation = site.invite("Bittern", &[HOUSE], 1).await?;
    let phone = site.volunteer("Hedd", &invitation).await?;
    at_the_door(&phone).await?;
    send(&phone).await?;
    r5_4_words_get_a_name(&site.organiser).await?;
    r5_2_a_problem_becomes_an_issue(&site.organiser).await?;
    r5_3_a_group_answers(&site.organiser).await?;
    r5_5_won_for_some(&site.organiser).await?;
    a_whole_stair(&site.organiser).await?;
    for_a_deputation(&site.organiser).await?;
    r5_6_it_led_nowhere(&site.organiser.page).await?;
    phone.close().await.map(drop)
}

/// Said in their own words, and how they hold their home by one tap.
async fn at_the_door(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(HOUSE).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.fill(&t!("volunteer.answer"), SAID).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.tap(&t!("script.depth_would_act")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("tenure.what")).await?;
    phone.screen("tenure").await?;
    page.tap(&t!("tenure.council")).await?;
    page.sees(&t!("tenure.what")).await?;
    page.tap(&t!("volunteer.done_next_door")).await
}

async fn r5_4_words_get_a_name(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/issues").await?;
    page.sees(SAID).await?;
    browser.long_screen("issues").await?;
    page.tap(SAID).await?;
    page.sees(&t!("issues.said_what")).await?;
    page.fill(&t!("issues.name"), ISSUE).await?;
    browser.screen("issue-words").await?;
    page.tap(&t!("issues.name_keep")).await?;
    page.sees(&t!("issues.stage_problem")).await
}

/// Question by question; without anybody who decides it stays a problem, and no address is taken.
async fn r5_2_a_problem_becomes_an_issue(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("issues.demand_new")).await?;
    for (part, words) in [
        (t!("issues.part_what"), WHAT),
        (t!("issues.part_who"), "The landlord"),
    ] {
        page.fill(&part, words).await?;
        page.tap(&t!("issues.keep_and_on")).await?;
    }
    page.sees(&t!("issues.part_by")).await?;
    browser.screen("issue-demand").await?;
    page.tap(&t!("issues.later")).await?;
    page.fill(&t!("issues.part_know"), "No puddle after a storm")
        .await?;
    page.tap(&t!("issues.keep_and_on")).await?;
    page.fill(&t!("issues.part_target"), "boss@example.org")
        .await?;
    page.tap(&t!("issues.keep_and_on")).await?;
    page.sees(&t!("issues.target_private")).await?;
    page.fill(&t!("issues.part_target"), "Head of repairs")
        .await?;
    page.tap(&t!("issues.keep_and_on")).await?;
    page.sees(&t!("issues.part_decides")).await?;
    page.tap(&t!("issues.later")).await?;
    page.sees(&t!("issues.stage_issue")).await?;
    page.sees(WHAT).await
}

async fn r5_3_a_group_answers(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("issues.questions_answer")).await?;
    page.fill(&t!("issues.group"), "Bittern residents").await?;
    page.tap(&t!("issues.begin")).await?;
    page.sees(&t!("issues.question_real")).await?;
    browser.screen("issue-question").await?;
    page.tap(&t!("issues.check_unsure")).await?;
    page.sees(&t!("issues.question_power")).await?;
    page.tap(&t!("issues.check_yes")).await?;
    for _ in 2..14 {
        page.tap(&t!("issues.leave_out")).await?;
    }
    page.tap(&t!("issues.answers_keep")).await?;
    page.sees(&t!("issues.questions_caption")).await?;
    page.sees("Bittern residents").await
}

async fn r5_5_won_for_some(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    won(
        page,
        &t!("tenure.council"),
        &t!("issues.step_written"),
        true,
    )
    .await?;
    won(
        page,
        &t!("tenure.private"),
        &t!("issues.step_refused"),
        false,
    )
    .await?;
    page.sees("Letter to tenants").await?;
    browser.long_screen("issue").await
}

async fn won(page: &Page, tenure: &str, step: &str, written: bool) -> Result<()> {
    page.tap(&t!("issues.win_add", what = WHAT)).await?;
    page.sees(&t!("issues.for_whom_what")).await?;
    page.tap(tenure).await?;
    page.sees(&t!("issues.how_far", tenure = tenure)).await?;
    page.tap(step).await?;
    if written {
        page.fill(&t!("issues.document"), "Letter to tenants")
            .await?;
    }
    page.tap(&t!("issues.win_keep")).await?;
    page.sees(&t!("issues.wins_what")).await
}

/// Those of a stair of whom nobody has said anything.
async fn a_whole_stair(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/tenures").await?;
    page.sees(HOUSE).await?;
    page.sees(&t!("tenure.council")).await?;
    browser.long_screen("tenures").await
}

/// One home is few: its figure is left out.
async fn for_a_deputation(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/evidence").await?;
    page.sees(ISSUE).await?;
    page.sees(&t!("evidence.few")).await?;
    page.does_not_see(SAID).await?;
    browser.long_screen("evidence").await?;
    page.tap(&t!("evidence.save_pdf")).await?;
    page.sees("stairwell-deputation.pdf").await
}

/// Closed with its reason, and kept.
async fn r5_6_it_led_nowhere(page: &Page) -> Result<()> {
    page.open("/organise/issues").await?;
    page.tap(ISSUE).await?;
    page.tap(&t!("issues.close_or_open")).await?;
    page.tap(&t!("issues.close_keep")).await?;
    page.sees(&t!("issues.why_missing")).await?;
    page.fill(&t!("issues.why"), "Nobody owns the drain")
        .await?;
    page.tap(&t!("issues.close_keep")).await?;
    page.sees(&t!("issues.stage_closed")).await?;
    page.open("/organise/issues").await?;
    page.sees("Nobody owns the drain").await
}
