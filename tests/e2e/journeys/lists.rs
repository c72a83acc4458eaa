//! Any list they have: a workbook with title rows and two sheets, pasted cells, a block by hand that
//! becomes a turf, and its entrances put right with the records still there.

use anyhow::{Result, ensure};
use rust_xlsxwriter::Workbook;
use serde_json::json;
use stairwell::t;

use crate::page::Page;
use crate::site::Site;

/// Cells as a spreadsheet program copies them.
const CELLS: &str =
    "Flat\tBuilding\tStreet\n1\tPlover House\tHeron Street\n2\tPlover House\tHeron Street\n";

/// A council's workbook: a title, two sheets of homes, a sheet of remarks, and what Excel spoils.
fn workbook() -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let remarks = book.add_worksheet().set_name("Read me")?;
    remarks.write(0, 0, "Made up for a test")?;
    let homes = book.add_worksheet().set_name("Homes")?;
    homes.write(0, 0, "Larkton Council: homes")?;
    homes.write(1, 0, "As at 1 January")?;
    let rows = [
        ["House", "Street", "Postcode", "UPRN"],
        ["1", "Wren Street", "QZ47 9AA", "900400000001"],
        ["2", "Wren Street", "QZ47 9AA", "900400000002"],
        ["1-Mar", "Wren Street", "QZ47 9AA", "900400000003"],
        ["5", "Wren Street", "QZ47 9AA", "9.004E+11"],
        ["GARAGE 7", "Wren Street", "QZ47 9AA", "900400000007"],
    ];
    for (row, cells) in (3..).zip(rows) {
        homes.write_row(row, 0, cells)?;
    }
    let more = book.add_worksheet().set_name("More homes")?;
    more.write_column(0, 0, ["Address", "3 Wren Street, Larkton"])?;
    Ok(book.save_to_buffer()?)
}

/// All of it.
pub async fn journey(site: &mut Site) -> Result<()> {
    a_workbook(site).await?;
    pasted_cells(site).await?;
    by_hand(site).await?;
    entrances_put_right(site).await?;
    again_after_a_knock(site).await?;
    the_full_register(site).await
}

async fn a_workbook(site: &Site) -> Result<()> {
    let file = site.endpoint.scratch("homes.xlsx");
    std::fs::write(&file, workbook()?)?;
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.sees(&t!("list.which_sheet")).await?;
    browser.screen("organiser-list-sheets").await?;
    page.tap("Homes").await?;
    page.fact_is(&t!("organiser.plan_rows"), "5").await?;
    page.fact_is(&t!("organiser.plan_doors"), "2").await?;
    page.fact_is(&t!("organiser.plan_problems"), "2").await?;
    page.sees(&t!("import.sheet_read", sheet = "Homes")).await?;
    page.sees(&t!(
        "import.reason_spoilt_date",
        value = "1-Mar",
        was = "1-3"
    ))
    .await?;
    browser.screen("organiser-plan-workbook").await?;
    page.tap(&t!("list.without_uprns")).await?;
    page.fact_is(&t!("organiser.plan_doors"), "3").await?;
    load(page, &t!("list.source_council")).await?;
    page.sees(&t!("organiser.list_loaded", n = 3)).await
}

/// Loads the list that is shown, from there.
async fn load(page: &Page, source: &str) -> Result<()> {
    page.tap(&t!("organiser.list_load")).await?;
    page.tap(source).await?;
    page.tap(&t!("list.source_go")).await
}

/// After a night the list comes again, changed: a door is new, one has another number, one is gone.
async fn again_after_a_knock(site: &Site) -> Result<()> {
    let list = "Address\n\"Flat 1, Curlew Point\"\n\"Flat 22A, Curlew Point\"\n\"Flat 25, Curlew Point\"\n";
    let file = site.endpoint.scratch("again.csv");
    std::fs::write(&file, list)?;
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.fact_is(&t!("list.again_added"), "2").await?;
    page.fact_is(&t!("list.again_same"), "1").await?;
    let missing = 77 + 24 - 1;
    page.fact_is(&t!("list.again_missing"), &missing.to_string())
        .await?;
    page.sees(&t!("list.again_stays")).await?;
    page.tap(&t!("list.again_missing")).await?;
    browser.screen("organiser-list-again").await?;
    page.tap("Flat 24").await?;
    load(page, &t!("list.source_own_doors")).await?;
    page.sees(&t!("organiser.list_loaded", n = 2)).await?;
    page.sees(t!("list.others_changed", n = 1).trim()).await?;
    page.open("/organise/morning").await?;
    // What was recorded at Flat 21, which the list does not have, is there; the door that the list says is gone
    // is no home.
    page.sees(&t!("organiser.n_of_all", n = 1, all = 25))
        .await?;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.fact_is(&t!("list.again_added"), "0").await?;
    page.fact_is(&t!("list.again_same"), "3").await
}

/// The full register, last of all: no tables after that.
async fn the_full_register(site: &Site) -> Result<()> {
    let file = site.endpoint.scratch("register.csv");
    std::fs::write(
        &file,
        "Elector Name,Address\nNemo Nobody,\"9 Wren Street, Larkton\"\n",
    )?;
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/morning").await?;
    page.sees(&t!("organiser.files_what")).await?;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.tap(&t!("organiser.list_load")).await?;
    page.tap(&t!("list.source_full_register")).await?;
    page.sees(&t!("list.source_full_locks")).await?;
    browser.screen("organiser-list-full-register").await?;
    page.tap(&t!("list.source_go_locked")).await?;
    page.sees(&t!("organiser.list_loaded", n = 1)).await?;
    page.open("/organise/morning").await?;
    page.sees(&t!("list.locked")).await?;
    page.does_not_see(&t!("organiser.files_what")).await?;
    page.does_not_see("Nemo").await
}

async fn pasted_cells(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/list").await?;
    page.tap(&t!("list.paste_instead")).await?;
    // Typing would turn tabs into steps to the next field.
    let paste = "const field = document.getElementById('cells');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.script(paste, &[json!(CELLS)]).await?;
    browser.screen("organiser-list-paste").await?;
    page.tap(&t!("list.paste_read")).await?;
    page.fact_is(&t!("organiser.plan_doors"), "2").await?;
    page.sees("Plover House").await?;
    page.tap(&t!("organiser.list_another")).await
}

/// Somebody stands before a building nobody has a list of.
async fn by_hand(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/list").await?;
    page.tap(&t!("list.by_hand_link")).await?;
    page.fill(&t!("list.hand_name"), "Curlew Point").await?;
    page.fill(&t!("list.hand_floors"), "3").await?;
    page.fill(&t!("list.hand_per_floor"), "4").await?;
    doors_drawn(page, 12).await?;
    page.fill(&t!("list.hand_entrances"), "2").await?;
    doors_drawn(page, 24).await?;
    page.sees(&t!("list.entrance", letter = "B")).await?;
    let inputs = page
        .script(
            "return document.querySelectorAll('main input, main select').length",
            &[],
        )
        .await?;
    // The choice between a building and a street is one of eight, and two buttons.
    ensure!(inputs == json!(9), "at most eight answers: {inputs}");
    browser.screen("organiser-hand").await?;
    page.tap(&t!("list.hand_street")).await?;
    page.sees(&t!("list.hand_sides")).await?;
    browser.screen("organiser-hand-street").await?;
    page.tap(&t!("list.hand_building")).await?;
    page.fill(&t!("list.hand_entrances"), "1").await?;
    page.fill(&t!("list.hand_floors"), "6").await?;
    page.tap(&t!("list.hand_make")).await?;
    page.sees(&t!("list.hand_made", n = 24, name = "Curlew Point"))
        .await
}

async fn doors_drawn(page: &Page, doors: u32) -> Result<()> {
    let drawn = format!("return document.querySelectorAll('.floors .door').length === {doors}");
    page.until(&format!("{doors} doors drawn"), &drawn).await
}

/// The lower half is another entrance; what was recorded at Flat 2 stays there.
async fn entrances_put_right(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Curlew Point", &["Curlew Point"], 1).await?;
    let phone = site.volunteer("Dilys", &invitation).await?;
    phone.page.tap(&t!("volunteer.to_today")).await?;
    phone.page.tap("Curlew Point").await?;
    phone
        .page
        .tap(&t!("volunteer.next_is", label = "Flat 21"))
        .await?;
    let door = phone.page.heading().await?;
    phone.page.tap(&t!("outcomes.refused")).await?;
    phone.page.heading_after(&door).await?;
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await?;

    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/list").await?;
    page.tap(&t!("list.buildings_link")).await?;
    page.sees("Curlew Point").await?;
    browser.screen("organiser-buildings").await?;
    page.tap("Curlew Point").await?;
    page.sees(&t!("list.entrances_what")).await?;
    page.fill(&t!("list.entrance_name"), "Entrance A").await?;
    page.tap(&t!("list.entrance_add")).await?;
    let second = "document.getElementById('entrance-1')";
    page.until("a second entrance", &format!("return !!{second}"))
        .await?;
    page.script(
        &format!(
            "const field = {second};
            field.value = 'Entrance B';
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        ),
        &[],
    )
    .await?;
    let parts = "return [...document.querySelectorAll('.floors .entrance')].map((it) => it.textContent.trim()).join() === 'Entrance A,Entrance B'";
    page.until("two entrances drawn", parts).await?;
    doors_drawn(page, 24).await?;
    browser.screen("organiser-entrances").await?;
    page.tap(&t!("list.entrances_keep")).await?;
    page.sees("new place").await?;
    // Its sign says otherwise.
    page.tap(&t!("list.names_link")).await?;
    page.fill(&t!("list.names_called"), "Curlew Court").await?;
    page.tap(&t!("list.names_keep")).await?;
    page.sees(&t!("list.name_kept", name = "Curlew Court"))
        .await?;
    browser.screen("organiser-names").await?;

    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.open("/today").await?;
    phone.page.tap("Curlew Court").await?;
    phone.page.sees("Entrance B").await?;
    let marked = "return document.querySelectorAll('.floors .door > .mark').length";
    let marks = phone.page.script(marked, &[]).await?;
    ensure!(marks == json!(1), "the knock stays: {marks}");
    phone.screen("volunteer-stair-entrances").await?;
    phone.close().await.map(drop)
}
