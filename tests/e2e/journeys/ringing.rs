//! People are rung before a meeting from one phone that was lent their numbers: walked by the journey of the
//! meeting they are rung for.

use anyhow::Result;
use serde_json::json;
use stairwell::t;

use super::meeting::send;
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// Who agreed to be contacted, and how, at the stair's first three doors.
pub const PEOPLE: [(&str, &str); 3] = [
    ("Sioned", "01632 960 131"),
    ("Mair", "01632 960 132"),
    ("Gwil", "01632 960 133"),
];

/// What was tapped of somebody on the list.
const TAP_OF: &str = "const [name, said] = arguments;
    const card = [...document.querySelectorAll('main li.card')].find((it) => it.textContent.includes(name));
    [...card.querySelectorAll('button')].find((it) => it.textContent.trim() === said).click()";

/// Notes that the home may be contacted, and how.
pub async fn may_be_reached(page: &Page, (name, reach): (&str, &str)) -> Result<()> {
    page.tap(&t!("volunteer.be_in_touch")).await?;
    page.tap(&t!("volunteer.yes_in_touch")).await?;
    page.fill(&t!("volunteer.contact_name"), name).await?;
    page.fill(&t!("volunteer.contact_reach"), reach).await?;
    page.sees(&format!("{name}, {reach}")).await
}

/// The next door of the stair, where somebody says how to reach them and no more.
async fn at_the_next_door(page: &Page, house: &str, who: (&str, &str)) -> Result<()> {
    page.open("/today").await?;
    page.tap(house).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    may_be_reached(page, who).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.no_longer_sees(&t!("volunteer.read_back_why")).await
}

/// From asking for numbers to what was said to whoever rang.
pub async fn who_rings_whom(
    site: &mut Site,
    phone: &Browser,
    house: &str,
    meeting: &str,
) -> Result<()> {
    let [_, rest @ ..] = PEOPLE;
    for who in rest {
        at_the_next_door(&phone.page, house, who).await?;
    }
    asks(phone, meeting).await?;
    lend_two_of_three(&site.organiser, meeting).await?;
    send(phone).await?;
    site.endpoint.stop();
    rings_without_a_signal(phone).await?;
    site.endpoint.start_again()?;
    send(phone).await?;
    // One of the two was lent to one phone, and rung.
    let page = &site.organiser.page;
    page.open("/organise/meetings").await?;
    page.tap(meeting).await?;
    page.sees(&t!("meeting.rings", n = 2)).await
}

async fn asks(phone: &Browser, meeting: &str) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(&t!("phone.meetings")).await?;
    page.sees(meeting).await?;
    page.tap(&t!("meeting.ask_ringing")).await?;
    page.sees(&t!("meeting.waits_ringing")).await?;
    send(phone).await
}

/// All three may be rung; the organiser leaves one out.
async fn lend_two_of_three(browser: &Browser, meeting: &str) -> Result<()> {
    let page = &browser.page;
    page.open("/organise/meetings").await?;
    page.tap(meeting).await?;
    page.sees(&t!("meeting.asks_ringing", name = "Ceri"))
        .await?;
    for (name, _) in PEOPLE {
        page.sees(name).await?;
    }
    page.tap(PEOPLE[2].0).await?;
    browser.long_screen("meeting-ring").await?;
    page.tap(&t!("meeting.lend_to", name = "Ceri")).await?;
    page.sees(&t!("meeting.rings", n = 2)).await?;
    page.open("/sent").await?;
    send(browser).await
}

/// One says they will come; the other's answer was a slip, and is put right.
async fn rings_without_a_signal(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/organise/lists").await?;
    page.sees(&t!("meeting.rung_of", n = 0, all = 2)).await?;
    let [(sioned, number), (mair, _), (gwil, _)] = PEOPLE;
    page.sees(number).await?;
    page.does_not_see(gwil).await?;
    let tap = async |who: &str, said: &str| {
        page.script(TAP_OF, &[json!(who), json!(t!(said))])
            .await
            .map(drop)
    };
    tap(sioned, "meeting.said_says_yes").await?;
    page.sees(&t!("meeting.rung_of", n = 1, all = 2)).await?;
    tap(mair, "meeting.said_says_yes").await?;
    page.sees(&t!("meeting.rung_of", n = 2, all = 2)).await?;
    tap(mair, "meeting.said_not_sure").await?;
    is_pressed(page, mair, "meeting.said_not_sure").await?;
    phone.long_screen("ringing").await?;
    phone.held_every_way("ringing").await?;
    // Whoever puts the phone away in the middle of it finds it as it was.
    page.reload().await?;
    page.sees(&t!("meeting.rung_of", n = 2, all = 2)).await?;
    is_pressed(page, mair, "meeting.said_not_sure").await?;
    is_pressed(page, sioned, "meeting.said_says_yes").await
}

/// That of somebody this alone is pressed.
async fn is_pressed(page: &Page, who: &str, said: &str) -> Result<()> {
    let pressed = format!(
        "const card = [...document.querySelectorAll('main li.card')]
            .find((it) => it.textContent.includes({who:?}));
        const on = [...(card?.querySelectorAll('[aria-pressed=true]') ?? [])];
        return on.length === 1 && on[0].textContent.trim() === {:?}",
        t!(said)
    );
    page.until(&format!("what {who} said"), &pressed).await
}
