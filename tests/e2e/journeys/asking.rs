//! Organisers change what is asked: written in the app, warned of what must not be asked, seen as a
//! volunteer will see it, published. Whoever is out goes on with what they have.

use anyhow::{Result, ensure};
use serde_json::json;
use stairwell::t;

use crate::browser::Browser;
use crate::page::Page;
use crate::site::{Invitation, Site};

const TURF: &str = "Robin Row";
const NEW: &str = "How often is the lift out?";
const END: &str = "Shall we tell you what comes of it?";
const HOW_MANY: &str = "How many years have you been here?";

/// Leads an answer somewhere: the field by its place, the way by its words.
const LEAD: &str = "const [field, words] = arguments;
    const select = document.getElementById(field);
    const option = [...select.options].find((it) => it.textContent.includes(words));
    select.value = option.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));";

/// From the first version to the second.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite(TURF, &[TURF], 2).await?;
    let out = site.volunteer("Nia", &invitation).await?;
    r1_1_a_whole_conversation_in_eight_taps(&out).await?;
    r1_5_what_was_noted_is_read_back_and_struck(&out).await?;
    let waits = waits(site, &invitation).await?;

    site.organiser.page.open("/organise").await?;
    site.organiser.page.tap(&t!("asking.title")).await?;
    write(&site.organiser).await?;
    order_and_branch(&site.organiser).await?;
    left_and_taken_up(&site.organiser.page).await?;
    as_a_volunteer_sees_it(&site.organiser).await?;
    publish(&site.organiser).await?;

    r1_2_an_evening_under_way_is_not_changed(&out.page).await?;
    r1_2_the_next_one_asks_the_new_version(&waits).await?;
    out.close().await?;
    waits.close().await.map(drop)
}

/// At the next door of the stair.
async fn at_a_door(page: &Page) -> Result<()> {
    page.open("/today").await?;
    page.tap(TURF).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("volunteer.no_history")).await
}

/// An outcome is one tap; a conversation with every question of the script eight, and nothing is typed.
async fn r1_1_a_whole_conversation_in_eight_taps(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    at_a_door(page).await?;
    let taps = [
        t!("outcomes.spoke"),
        t!("script.issue_damp"),
        t!("volunteer.keep_answer"),
        t!("volunteer.skip"),
        t!("script.depth_matters"),
        t!("volunteer.skip"),
        t!("volunteer.yes"),
        t!("volunteer.done_next_door"),
    ];
    ensure!(taps.len() <= 8, "more than eight taps");
    for words in &taps {
        page.tap(words).await?;
    }
    // The next door, and the conversation is kept.
    page.sees(&t!("volunteer.no_history")).await?;
    page.sees("1").await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.sees(&t!("volunteer.undo")).await
}

/// Everything noted in a conversation is read back at its end, and what is struck there is gone.
async fn r1_5_what_was_noted_is_read_back_and_struck(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("script.issue_noise")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.fill(&t!("volunteer.answer"), "The yard at night")
        .await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.depth")).await?;
    // Left in the middle, and come back to at that question.
    page.tap(&t!("volunteer.stair")).await?;
    page.driver.back().await?;
    page.sees(&t!("script.depth")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&t!("volunteer.read_back")).await?;
    page.sees("The yard at night").await?;
    page.sees(&t!("script.issue_noise")).await?;
    phone.screen("read-back").await?;
    page.tap(&t!("volunteer.strike_what", what = "The yard at night"))
        .await?;
    let gone = "return ![...document.querySelectorAll('.said .words')]
        .some((it) => it.textContent.includes('The yard at night'))";
    page.until("it to be struck", gone).await?;
    page.sees(&t!("script.issue_noise")).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.sees(&t!("volunteer.no_history")).await
}

/// Somebody who has joined and asked nobody yet.
async fn waits(site: &mut Site, invitation: &Invitation) -> Result<Browser> {
    let phone = site.volunteer("Tomos", invitation).await?;
    phone.page.tap(&t!("volunteer.to_today")).await?;
    phone.page.sees(TURF).await?;
    Ok(phone)
}

/// A question that must not be asked is said to be one; another is kept.
async fn write(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.sees(&t!("asking.asked_now", n = 5, version = 1))
        .await?;
    browser.long_screen("script").await?;
    page.tap(&t!("asking.add")).await?;
    page.sees(&t!("asking.kind")).await?;
    page.fill(&t!("asking.add"), "Which party will you vote for?")
        .await?;
    let topic = t!("asking.topic_party");
    page.sees(&t!("asking.not_to_be_asked", topic = topic))
        .await?;
    browser.long_screen("script-warned").await?;
    page.fill(&t!("asking.add"), NEW).await?;
    page.does_not_see(&t!("asking.not_to_be_asked", topic = topic))
        .await?;
    page.tap(&t!("asking.keep")).await?;
    page.sees(&t!("asking.flaw_choices")).await?;
    page.tap(&t!("asking.kind_scale")).await?;
    page.fill(&t!("asking.low"), "Hardly ever").await?;
    page.fill(&t!("asking.high"), "Every day").await?;
    browser.screen("script-question").await?;
    page.tap(&t!("asking.keep")).await?;
    page.sees(&t!("asking.kept")).await?;
    page.tap(&t!("asking.add")).await?;
    page.fill(&t!("asking.add"), END).await?;
    page.tap(&t!("asking.kind_yes_no")).await?;
    page.tap(&t!("asking.keep")).await?;
    page.tap(&t!("asking.add")).await?;
    page.fill(&t!("asking.add"), HOW_MANY).await?;
    page.tap(&t!("asking.kind_number")).await?;
    page.tap(&t!("asking.keep")).await?;
    page.sees(&t!("asking.not_published")).await
}

/// Moved by buttons, led further down, and what would lead back falls away.
async fn order_and_branch(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    for place in [5, 4, 3, 2] {
        page.tap(&t!("asking.up_which", words = NEW)).await?;
        page.sees(&t!("asking.moved", place = place, all = 8))
            .await?;
    }
    let focused = "return document.activeElement?.id.startsWith('up-') ?? false";
    page.until("the button to keep the focus", focused).await?;
    page.tap(&t!("asking.leads_which", words = NEW)).await?;
    page.sees(&t!("asking.leads_hint")).await?;
    page.script(LEAD, &[json!("to-0"), json!(END)]).await?;
    browser.screen("script-leads").await?;
    page.tap(&t!("asking.leads_done")).await?;
    page.sees(&t!(
        "asking.way",
        answer = "1: Hardly ever",
        to = t!("asking.to_question", place = 7, words = END)
    ))
    .await
}

/// The page is left at any time: what was written is there again.
async fn left_and_taken_up(page: &Page) -> Result<()> {
    page.open("/organise").await?;
    page.open("/organise/script").await?;
    page.sees(NEW).await?;
    page.sees(&t!("asking.not_published")).await
}

/// The volunteer's own screens, and nothing of it is kept.
async fn as_a_volunteer_sees_it(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("asking.preview")).await?;
    page.sees(&t!("asking.preview_mark")).await?;
    page.sees(&t!("script.pressure")).await?;
    browser.screen("script-preview").await?;
    page.tap(&t!("script.issue_lift")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(NEW).await?;
    browser.screen("script-preview-scale").await?;
    // It leads past everything else, to the last but one.
    page.tap("1: Hardly ever").await?;
    page.sees(END).await?;
    page.tap(&t!("volunteer.no")).await?;
    page.sees(HOW_MANY).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("asking.preview_over")).await?;
    page.sees("1: Hardly ever").await?;
    browser.screen("script-preview-end").await?;
    page.tap(&t!("asking.title")).await?;
    page.sees(&t!("asking.questions")).await
}

async fn publish(browser: &Browser) -> Result<()> {
    let page = &browser.page;
    page.tap(&t!("asking.publish")).await?;
    page.sees(&t!("asking.publish_tonight")).await?;
    browser.screen("script-publish").await?;
    page.tap(&t!("asking.publish")).await?;
    page.sees(&t!("asking.published", version = 2)).await?;
    page.sees(&t!("asking.asked_now", n = 8, version = 2))
        .await?;
    page.does_not_see(&t!("asking.not_published")).await?;
    browser.long_screen("script-published").await?;
    page.sees("All sent").await
}

/// Fetches what is new.
async fn sync(page: &Page) -> Result<()> {
    page.open("/sent").await?;
    page.tap(&t!("volunteer.send_now")).await?;
    page.sees("All sent").await
}

async fn r1_2_an_evening_under_way_is_not_changed(page: &Page) -> Result<()> {
    sync(page).await?;
    at_a_door(page).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    // The second question of the version it began with.
    page.sees(&t!("script.own_words")).await
}

async fn r1_2_the_next_one_asks_the_new_version(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    sync(page).await?;
    at_a_door(page).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(NEW).await?;
    phone.held_every_way("talk-scale").await?;
    page.tap("5: Every day").await?;
    page.sees(&t!("script.own_words")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.depth")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.whose_door")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.come_back")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(END).await?;
    page.tap(&t!("volunteer.skip")).await?;
    a_number(phone).await?;
    page.sees("5: Every day").await?;
    phone.screen("read-back-scale").await
}

/// A number is typed, and nothing else is taken for one.
async fn a_number(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.sees(HOW_MANY).await?;
    page.fill(&t!("volunteer.answer"), "a lot").await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("volunteer.type_a_number")).await?;
    phone.screen("talk-number").await?;
    phone.held_every_way("talk-number").await?;
    page.fill(&t!("volunteer.answer"), "37").await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("volunteer.read_back_why")).await?;
    page.sees("37").await
}
