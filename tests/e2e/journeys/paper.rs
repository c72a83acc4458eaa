//! From paper: two turfs' boards are printed and read back, ten doors of one typed in by keys with
//! who knocked and when, corrected and gone on with after a break; the morning has them. And one
//! phone for two who knock.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stairwell::t;
use thirtyfour::Key;

use super::chart::as_of_last_night;
use crate::browser::{Browser, Engine};
use crate::download;
use crate::page::Page;
use crate::screens;
use crate::site::Site;

const FILE: &str = "stairwell-boards.pdf";
/// Ten doors as they stand on the paper: not home, spoke, refused, do not knock …
const KEYS: &str = "2213X24220";

/// Printed, knocked without a phone, typed in, read in the morning.
pub async fn journey(site: &mut Site) -> Result<()> {
    let invitation = site.invite("On paper", &["Kestrel Court"], 1).await?;
    let code = print(site).await?;
    let asked_not = type_in(site, &code).await?;
    the_morning(site, &code, &asked_not).await?;
    as_of_last_night(&site.organiser).await?;
    let phone = site.volunteer("Amina", &invitation).await?;
    two_with_one_phone(&phone).await?;
    phone.close().await.map(drop)
}

/// The turf's board as a file; its code, as it stands there.
async fn print(site: &Site) -> Result<String> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    let folder = site.endpoint.scratch("boards");
    std::fs::create_dir_all(&folder)?;
    browser.downloads_to(&folder).await?;
    page.open("/organise").await?;
    page.tap(&t!("paper.title")).await?;
    page.sees(&t!("paper.print_what")).await?;
    browser.long_screen("organiser-paper").await?;
    pick(page, "board-evening", &yesterday(page).await?).await?;
    let written = boards(site, "On paper").await?;
    let labels = (1..).map(|n| format!("Flat {n}"));
    let doors = labels.take_while(|label| written.contains(label));
    let doors = doors.count();
    ensure!(doors >= 10, "{doors} doors on the board: {written:?}");
    ensure!(written.join(" ").contains("Kestrel Residents asks."));
    code(&written)
}

/// What a turf's boards say, piece by piece; the page that prints them is open.
pub async fn boards(site: &Site, turf: &str) -> Result<Vec<String>> {
    let page = &site.organiser.page;
    page.tap(&t!("paper.print_turf", turf = turf)).await?;
    page.sees(&t!("organiser.file_saved", file = FILE)).await?;
    let file = site.endpoint.scratch("boards").join(FILE);
    let bytes = download::whole(&file).await?;
    std::fs::copy(&file, screens::folder().join(FILE))?;
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    ensure!(text.starts_with("%PDF-"), "no PDF: {}", &text[..20]);
    let pieces = text.split(") Tj");
    let written = pieces.filter_map(|piece| Some(piece.rsplit_once('(')?.1.to_string()));
    Ok(written.collect())
}

/// A board's code, as it stands on it.
pub fn code(written: &[String]) -> Result<String> {
    let is_code = |it: &&String| {
        it.len() == 5
            && it
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    written.iter().find(is_code).cloned().context("a code")
}

/// Puts a value into a date's or a time's field, as its picker does.
pub async fn pick(page: &Page, id: &str, value: &str) -> Result<()> {
    let script = "const [id, value] = arguments;
        const field = document.getElementById(id);
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    page.script(script, &[json!(id), json!(value)])
        .await
        .map(drop)
}

/// The evening before this one, as a date's field has it: until four in the morning it is still the
/// evening of the day before.
async fn yesterday(page: &Page) -> Result<String> {
    let yesterday = "const day = new Date(Date.now() - 28 * 36e5);
        return new Date(day - day.getTimezoneOffset() * 6e4).toISOString().slice(0, 10)";
    let yesterday = page.script(yesterday, &[]).await?;
    yesterday.as_str().map(str::to_string).context("a day")
}

/// The minute it is. No evening that is still to come can be typed in, and of what is past some
/// minutes are of the evening before.
pub async fn this_minute(page: &Page) -> Result<String> {
    let now = "return new Date().toTimeString().slice(0, 5)";
    let now = page.script(now, &[]).await?;
    now.as_str().map(str::to_string).context("a time")
}

/// By its code; ten doors by ten keys, one of them wrong. The door where they asked not to be
/// knocked.
async fn type_in(site: &Site, code: &str) -> Result<String> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.fill(&t!("paper.code"), "AAAAA").await?;
    page.tap(&t!("paper.go")).await?;
    page.sees(&t!("paper.code_missing")).await?;
    page.fill(&t!("paper.code"), &code.to_lowercase()).await?;
    page.tap(&t!("paper.go")).await?;
    page.sees(&t!("paper.who")).await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.missing_who")).await?;
    page.fill(&t!("paper.who"), "Beth").await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.missing_time")).await?;
    pick(page, "board-began", "18:30").await?;
    browser.screen("paper-head").await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.skip")).await?;
    browser.screen("paper-door").await?;
    keys(page, KEYS).await?;
    page.sees(&typed(site, 9).await?).await?;
    // The last key skipped a door, and the one before it was wrong.
    keys(page, &format!("{up}{up}3", up = Key::Up.value())).await?;
    page.sees(&t!("outcomes.come_back")).await?;
    // A tap does the same as a key; its key stands on the button.
    let button = format!("2{}", t!("outcomes.not_home"));
    page.tap(&button).await?;
    page.sees(&typed(site, 10).await?).await?;
    browser.long_screen("paper-typing").await?;
    let saved =
        "return !/Sending|waiting to send/.test(document.querySelector('.status-line').innerText)
        || /Saved on this phone/.test(document.querySelector('.status-line').innerText)";
    page.until("what was typed to be saved", saved).await?;

    answers_and_back(page).await?;
    // A break: the same head stands there again, and the board goes on where it was left.
    page.reload().await?;
    page.sees(&t!("paper.who")).await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees("Beth, ").await?;
    page.sees(&typed(site, 10).await?).await?;
    to_the_end(page).await?;
    page.sees(&t!("paper.done_why")).await?;
    browser.screen("paper-whole").await?;
    a_note(page).await?;
    page.tap(&t!("paper.done")).await?;
    page.sees("is typed in and saved on this device").await?;
    let script = "return [...document.querySelectorAll('.board-row')]
        .find((row) => row.innerText.includes(arguments[0]) && !row.matches('.struck'))
        .querySelector('bdi').textContent";
    let asked_not = json!(t!("outcomes.do_not_knock"));
    let asked_not = page.script(script, &[asked_not]).await?;
    asked_not.as_str().map(str::to_string).context("a door")
}

/// What was answered where somebody spoke, and back to where typing stood.
async fn answers_and_back(page: &Page) -> Result<()> {
    keys(page, &"0".repeat(80)).await?;
    page.sees(&t!("paper.answers_what")).await?;
    page.tap(&t!("paper.answers", label = "")).await?;
    page.sees(&t!("volunteer.back_to_board")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("volunteer.done_to_board")).await?;
    page.sees(&t!("paper.done_why")).await
}

/// From the note column, with digits that are keys elsewhere on this page.
async fn a_note(page: &Page) -> Result<()> {
    page.tap(&t!("paper.note_at", label = "")).await?;
    page.fill(&t!("volunteer.note"), "Buzzer 12 is broken")
        .await?;
    page.tap(&t!("volunteer.keep_note")).await?;
    page.sees("Buzzer 12 is broken").await
}

/// So many of the board's doors are typed in.
async fn typed(site: &Site, n: usize) -> Result<String> {
    let rows = "return document.querySelectorAll('.board-row').length";
    let all = site.organiser.page.script(rows, &[]).await?;
    Ok(t!("paper.counted", n = n, all = all))
}

/// Types keys as somebody does who does not look up.
pub async fn keys(page: &Page, keys: &str) -> Result<()> {
    let region = page.driver.active_element().await?;
    region.send_keys(keys).await?;
    Ok(())
}

/// Skips what is left.
async fn to_the_end(page: &Page) -> Result<()> {
    keys(page, &"0".repeat(80)).await
}

/// Who knocked, when, and what came of it; and the board is not typed in twice unwarned.
async fn the_morning(site: &Site, code: &str, asked_not: &str) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/morning").await?;
    page.sees(&t!("paper.from_paper")).await?;
    page.sees(code).await?;
    page.sees("Beth, ").await?;
    page.sees("18:30").await?;
    page.sees("10 doors, typed in by Olwen").await?;
    // That the board was printed stands there for every organiser.
    page.sees(&format!("{FILE}, ")).await?;
    browser.long_screen("organiser-morning-paper").await?;
    // The same board once more is warned of.
    page.open("/organise/paper").await?;
    page.fill(&t!("paper.code"), code).await?;
    page.tap(&t!("paper.go")).await?;
    page.sees("was typed in already: Beth knocked").await?;
    page.sees("10 doors of it stand").await?;
    // To be corrected: its head stands there, and leads to what was typed.
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&typed(site, 10).await?).await?;
    struck_is_not_passed_over(page).await?;
    // At the door itself.
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.tap(&format!("{asked_not},")).await?;
    page.sees("18:30: Do not knock again (Beth)").await?;
    page.sees(&t!("volunteer.no_knock_why")).await
}

/// Another board of that evening, begun a minute later: the third door was spoken at by then, and is
/// struck through. Typing stops there all the same, since a paper printed before has it as any other.
async fn struck_is_not_passed_over(page: &Page) -> Result<()> {
    let board = "return location.pathname.replace(/[/]on$/, '')";
    let board = page.script(board, &[]).await?;
    page.open(board.as_str().context("a board's address")?)
        .await?;
    page.fill(&t!("paper.who"), "Cai").await?;
    pick(page, "board-began", "18:31").await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.skip")).await?;
    keys(page, "00").await?;
    let third = "return document.querySelectorAll('.board-row')[2].matches('.here.struck')";
    page.until("the third door, struck through", third).await
}

/// One phone for two: the second one's knocks have their name until the shift ends.
async fn two_with_one_phone(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.tap(&t!("volunteer.knocking_two")).await?;
    page.fill(&t!("volunteer.knocking_name"), "Cai").await?;
    phone.screen("volunteer-second-name").await?;
    page.tap(&t!("volunteer.knocking_begin")).await?;
    page.sees(&t!("volunteer.knocking", name = "Cai")).await?;
    phone.screen("volunteer-stair-second").await?;
    phone.held_every_way("volunteer-stair-second").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("volunteer.knocking", name = "Cai")).await?;
    phone.screen("volunteer-door-second").await?;
    phone.held_every_way("volunteer-door-second").await?;
    let first = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    let second = page.heading_after(&first).await?;
    page.sees("Not home (Cai)").await?;
    // The app is closed in between: nobody's knock becomes somebody else's.
    page.reload().await?;
    page.sees(&t!("volunteer.knocking", name = "Cai")).await?;
    page.tap(&t!("volunteer.knocking_else")).await?;
    page.sees(&t!("volunteer.knocking_name")).await?;
    page.tap("Amina").await?;
    page.sees(&t!("volunteer.knocking", name = "Amina")).await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&second).await?;
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    for (door, who) in [(&first, "Cai"), (&second, "Amina")] {
        page.tap(&format!("{door},")).await?;
        page.sees(&format!("Not home ({who})")).await?;
        page.tap(&t!("volunteer.stair")).await?;
    }
    page.open("/shift").await?;
    page.tap(&t!("volunteer.end_shift")).await?;
    page.sees(&t!("volunteer.thank_you", name = "Amina"))
        .await?;
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.sees(&t!("volunteer.knocking_two")).await?;
    if phone.engine() == Engine::Chromium {
        // The way from a volunteer's stair to its board, which the other program has.
        page.tap(&t!("volunteer.paper")).await?;
        page.sees(&t!("paper.who")).await?;
        on_a_volunteers_phone(page).await?;
    }
    Ok(())
}

/// Their own board, with a talk that leads back also after the page was loaded again; and what an
/// organiser typed in, which is not theirs to take back.
async fn on_a_volunteers_phone(page: &Page) -> Result<()> {
    page.fill(&t!("paper.who"), "Cai").await?;
    pick(page, "board-began", &this_minute(page).await?).await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.skip")).await?;
    keys(page, &format!("1{}", "0".repeat(80))).await?;
    page.tap(&t!("paper.answers", label = "")).await?;
    page.sees(&t!("volunteer.back_to_board")).await?;
    page.reload().await?;
    page.tap(&t!("volunteer.back_to_board")).await?;
    page.sees(&t!("paper.who")).await?;
    // Emptied as a person does: the driver tells the page nothing when it clears a field.
    pick(page, "board-who", "").await?;
    pick(page, "board-began", "").await?;
    // Yesterday's: who knocked and when stand there of themselves.
    pick(page, "board-day", &yesterday(page).await?).await?;
    page.sees("was typed in already: Beth knocked").await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees("Beth, ").await?;
    keys(
        page,
        &format!("{}4", Key::Up.value().to_string().repeat(10)),
    )
    .await?;
    page.sees(&t!("paper.anothers")).await
}
