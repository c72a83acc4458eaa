//! An evening of five phones, one of which dies and is gone on for on paper: from the workbook to
//! tomorrow's stairs, in a campaign of its own, and how long each step took.

use std::time::Instant;

use anyhow::{Context, Result};
use rust_xlsxwriter::Workbook;
use serde_json::json;
use stairwell::t;

use super::eleven::{GIVE, heard};
use super::meeting::send;
use super::paper::{boards, code, keys, pick, this_minute};
use super::taken_off::knock;
use crate::browser::{Browser, Engine};
use crate::page::Page;
use crate::site::{Invitation, Site};

const TOWER: &str = "Plover House";
const COURT: &str = "Curlew Court";
const STREET: &str = "Wren Street";
/// Homes in each of the three.
const HOMES: usize = 12;
/// Who knocks, and where.
const PEOPLE: [(&str, &str); 5] = [
    ("Amina", TOWER),
    ("Beth", TOWER),
    ("Carys", STREET),
    ("Dilwyn", STREET),
    ("Elin", COURT),
];

/// Tells how long each step took.
struct Steps {
    engine: Engine,
    last: Instant,
    /// What was done last.
    what: String,
}

impl Steps {
    fn done(&mut self, what: &str) {
        let (seconds, engine) = (self.last.elapsed().as_secs_f64(), self.engine);
        println!("    {seconds:>5.1} s  {engine}: {what}");
        self.last = Instant::now();
        self.what = what.to_string();
    }
}

/// In a campaign of its own.
pub async fn journey(site: &mut Site) -> Result<()> {
    let engine = site.organiser.engine();
    let mut steps = Steps {
        engine,
        last: Instant::now(),
        what: String::new(),
    };
    let mut site = Site::another(engine, None).await?;
    steps.done("a campaign is started");
    let outcome = evening(&mut site, &mut steps).await;
    site.close().await;
    outcome.with_context(|| format!("after this step: {}", steps.what))
}

async fn evening(site: &mut Site, steps: &mut Steps) -> Result<()> {
    from_excel(site).await?;
    steps.done("the workbook is loaded: 36 doors");
    let mut invitations = Vec::new();
    for block in [TOWER, STREET, COURT] {
        invitations.push((block, site.invite(block, &[block], 2).await?));
    }
    steps.done("three turfs, each with an invitation");
    tonight(&site.organiser.page).await?;
    steps.done("five people, each with a turf");
    let board = print(site).await?;
    steps.done("a board is printed");
    let phones = join(site, &invitations).await?;
    steps.done("five phones have joined");
    one_dies(&phones).await?;
    steps.done("one knocks once, sends, and its battery dies");
    site.endpoint.stop();
    knocking(&phones).await?;
    steps.done("four phones knock without a signal: ten knocks, four talks");
    site.endpoint.start_again()?;
    all_at_once(site, &phones).await?;
    steps.done("two phones and a laptop at once, then the others; their shifts end");
    let began = typing(site, &board).await?;
    steps.done("a board of twelve doors is typed in");
    eleven(&site.organiser.page).await?;
    steps.done("eleven o'clock, to tomorrow's stairs");
    morning(&site.organiser.page, &began).await?;
    steps.done("the morning's figures");
    for phone in phones {
        phone.close().await?;
    }
    Ok(())
}

/// A title above the table, as councils have it.
fn workbook() -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let homes = book.add_worksheet().set_name("Homes")?;
    homes.write(0, 0, "Larkton Council: homes (made up)")?;
    homes.write_row(2, 0, ["Flat", "Building", "Number", "Street", "Postcode"])?;
    let mut row = 3;
    for n in 1..=HOMES {
        let n = n.to_string();
        for cells in [
            [&*n, TOWER, "", "Heron Street", "QZ47 9AA"],
            [&*n, COURT, "", "Heron Street", "QZ47 9AB"],
            ["", "", &*n, STREET, "QZ47 9AC"],
        ] {
            homes.write_row(row, 0, cells)?;
            row += 1;
        }
    }
    Ok(book.save_to_buffer()?)
}

async fn from_excel(site: &Site) -> Result<()> {
    let file = site.endpoint.scratch("homes.xlsx");
    std::fs::write(&file, workbook()?)?;
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.fact_is(&t!("organiser.plan_doors"), "36").await?;
    page.tap(&t!("organiser.list_load")).await?;
    page.tap(&t!("list.source_council")).await?;
    page.tap(&t!("list.source_go")).await?;
    page.sees(&t!("organiser.list_loaded", n = 36)).await
}

async fn tonight(page: &Page) -> Result<()> {
    page.open("/organise/tonight").await?;
    for turf in [TOWER, STREET, COURT] {
        page.tap(&t!("tonight.more_tonight_aloud", turf = turf))
            .await?;
        page.sees(&t!("tonight.on_done", turf = turf)).await?;
        for (who, _) in PEOPLE.iter().filter(|(_, where_to)| *where_to == turf) {
            page.fill(&t!("tonight.add_who", turf = turf), who).await?;
            page.tap(&t!("tonight.add_aloud", turf = turf)).await?;
            page.sees(&t!("tonight.moved", who = who, turf = turf))
                .await?;
        }
    }
    Ok(())
}

/// In case a battery dies; its code.
async fn print(site: &Site) -> Result<String> {
    let folder = site.endpoint.scratch("boards");
    std::fs::create_dir_all(&folder)?;
    site.organiser.downloads_to(&folder).await?;
    site.organiser.page.open("/organise/paper").await?;
    code(&boards(site, COURT).await?)
}

async fn join(site: &mut Site, invitations: &[(&str, Invitation)]) -> Result<[Browser; 5]> {
    let mut phones = Vec::new();
    for (who, turf) in PEOPLE {
        let invitation = invitations.iter().find(|(name, _)| *name == turf);
        let (_, invitation) = invitation.context("an invitation")?;
        phones.push(site.volunteer(who, invitation).await?);
    }
    let phones: Option<[Browser; 5]> = phones.try_into().ok();
    phones.context("five phones")
}

async fn one_dies([.., elin]: &[Browser; 5]) -> Result<()> {
    knock(elin, COURT).await?;
    send(elin).await?;
    // Nothing is heard from it any more.
    elin.page.driver.goto("about:blank").await?;
    Ok(())
}

/// Two hear different things behind the same two doors; each knocks once or twice more.
async fn knocking([amina, beth, carys, dilwyn, _]: &[Browser; 5]) -> Result<()> {
    for (phone, depth) in [(amina, "depth_grumble"), (beth, "depth_matters")] {
        for n in 0..2 {
            let promised = n == 0 && depth == "depth_grumble";
            heard(phone, TOWER, depth, promised).await?;
        }
        for _ in 0..2 {
            knock(phone, TOWER).await?;
        }
    }
    for (phone, side) in [
        (carys, t!("volunteer.side_odd")),
        (dilwyn, t!("volunteer.side_even")),
    ] {
        for _ in 0..3 {
            knock(phone, &side).await?;
        }
    }
    Ok(())
}

async fn all_at_once(site: &Site, [amina, beth, others @ .., _]: &[Browser; 5]) -> Result<()> {
    let laptop = &site.organiser.page;
    let looks = async {
        laptop.open("/organise/morning").await?;
        laptop.open("/organise/eleven").await
    };
    tokio::try_join!(send(amina), send(beth), looks)?;
    for phone in others {
        send(phone).await?;
    }
    for phone in [amina, beth].into_iter().chain(others) {
        phone.page.open("/shift").await?;
        phone.page.tap(&t!("volunteer.end_shift")).await?;
        phone.page.sees(&t!("volunteer.shift_ended_sent")).await?;
    }
    Ok(())
}

/// Twelve doors by twelve keys; the first was knocked with the phone, and is passed. The time that
/// stands on the board.
async fn typing(site: &Site, board: &str) -> Result<String> {
    let page = &site.organiser.page;
    page.open("/organise/paper").await?;
    page.fill(&t!("paper.code"), board).await?;
    page.tap(&t!("paper.go")).await?;
    page.fill(&t!("paper.who"), "Elin").await?;
    let began = this_minute(page).await?;
    pick(page, "board-began", &began).await?;
    page.tap(&t!("paper.type_go")).await?;
    page.sees(&t!("paper.skip")).await?;
    keys(page, "022132212213").await?;
    page.sees(&t!("paper.done_why")).await?;
    // What is still being saved comes up above the button, and would move it from under the thumb.
    page.sees("11 of 12").await?;
    page.sees(&t!("paper.answers", label = "Flat 11")).await?;
    page.tap(&t!("paper.done")).await?;
    page.sees("is typed in and saved on this device").await?;
    Ok(began)
}

/// Who is not in, a promise, what two heard differently, and where it goes on.
async fn eleven(page: &Page) -> Result<()> {
    page.open("/organise/eleven").await?;
    page.sees(&t!("night.not_in", n = 1)).await?;
    page.sees("Elin").await?;
    let promise = [json!("Bring the damp form"), json!("Amina")];
    page.sees("Bring the damp form").await?;
    page.script(GIVE, &promise).await?;
    page.sees("Amina does it by").await?;
    page.tap(&t!("night.disagreements_all_later", n = 2))
        .await?;
    page.sees(&t!("organiser.disagreements_none")).await?;
    page.tap("tomorrow’s stair").await?;
    page.sees("Tomorrow so far:").await
}

/// Nothing is lost and nothing doubled: four doors of the tower, three of either side of the
/// street, twelve of the court.
async fn morning(page: &Page, began: &str) -> Result<()> {
    page.open("/organise/morning").await?;
    let of_all = |n: usize| t!("organiser.n_of_all", n = n, all = 3 * HOMES);
    page.fact_is(&t!("organiser.tried"), &of_all(4 + 6 + 12))
        .await?;
    page.fact_is(&t!("organiser.disagreements"), "0").await?;
    let phones = t!("organiser.n_of_all", n = 4, all = 5);
    page.fact_is(&t!("organiser.phones_in"), &phones).await?;
    page.sees(&t!("paper.from_paper")).await?;
    page.sees(began).await
}
