//! What the app takes of a phone's memory, as it is shipped: the private memory of the process that draws it
//! (`/proc/PID/smaps_rollup`), with 10,000 doors and 10,000 events on the phone. One JSON object.
//!
//! Private is what would be free if that process ended; a share of what it has in common with the browser's
//! other processes stands beside it (PSS), and so does what of it is the program's own (wasm, which never
//! shrinks) and what the same process takes with an empty page in it. Nothing is collected before it is
//! counted: a phone does not do that for us either.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use serde_json::{Value, json};
use stairwell::canvass::draft::{Draft, knock};
use stairwell::canvass::estate;
use stairwell::canvass::fact::{Fact, Outcome, Value as Said};
use stairwell::canvass::id::{DoorId, Facet, HouseholdId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::crowd::Somebody;
use crate::page::Page;
use crate::site::{Invitation, Site};
use crate::towers::Towers;

/// Towers, storeys of each, and doors on a landing: 10,000 doors.
const LIST: Towers = Towers {
    towers: 25,
    storeys: 40,
    landing: 10,
};
const DOORS: usize = LIST.doors();
/// The others who knocked the evening before: nobody may send more than 4,000 events a day.
const OTHERS: usize = 4;
/// At one door of so many a language was noted, and not that nobody was in.
const NOTED: usize = 4;
/// Events on the phone, beside the doors.
const EVENTS: usize = 10_000;
/// Megabytes (of a million bytes) that the process may have to itself.
const BUDGET: f64 = 100.0;
/// How often something that appears within [`Page::sees`]'s patience elsewhere is waited for here.
const PATIENTLY: usize = 15;
/// What a start puts off until the page is drawn is done by then: a snapshot is written after 2.5 s.
const SETTLED: Duration = Duration::from_secs(8);
/// A day, in seconds.
const DAY: i64 = 86_400;

/// Counts the memory of every program the page starts, from before it starts.
const COUNT_WASM: &str = "{
    const memories = new Set();
    window.wasmBytes = () => [...memories].reduce((sum, it) => sum + it.buffer.byteLength, 0);
    const noted = (made) => {
        const { memory } = (made.instance ?? made).exports ?? {};
        if (memory) memories.add(memory);
        return made;
    };
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const plain = WebAssembly[name];
        WebAssembly[name] = (...what) => plain.apply(WebAssembly, what).then(noted);
    }
}";

const MY_STAIRS: &str = "return document.querySelectorAll('main a.card').length > 1";
const STAIR: &str = "return document.querySelectorAll('.floors .door').length >= 400";

/// Runs it.
pub async fn run() -> ExitCode {
    match measure().await {
        Ok(figures) => {
            println!("{figures}");
            if figures["within"] == json!(true) {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("the memory could not be counted: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<Value> {
    let mut site = Site::another(Engine::Chromium, None).await?;
    let invitation = prepared(&site).await?;
    let link = invitation.link.clone();
    let written = tokio::task::spawn_blocking(move || others(&link)).await??;
    ensure!(written >= EVENTS, "only {written} events");

    let phone = site.phone("Amina").await?;
    let empty = taken_by(&phone).await?;
    let joined = joined(&phone, &invitation).await?;
    let profile = phone.close().await?;
    // The first start folds everything and keeps what it came to, the second goes on from that.
    let phone = site.reopen(profile, "Amina").await?;
    let first = opened(&phone).await?;
    let profile = phone.close().await?;
    site.endpoint.stop();
    let phone = site.reopen(profile, "Amina").await?;
    let again = opened(&phone).await?;
    let stair = on_a_stair(&phone.page, &phone).await?;
    phone.close().await?;
    site.close().await;

    let judged = [&joined, &first, &again, &stair];
    let most = judged.iter().map(|taken| taken.private).fold(0.0, f64::max);
    Ok(json!({
        "measure": "memory", "doors": DOORS, "events": written,
        "empty_page": empty.told(), "joined": joined.told(), "opened": first.told(),
        "opened_again": again.told(), "on_a_stair_of_400": stair.told(),
        "most_private_mb": most, "budget": {"private_mb": BUDGET}, "within": most <= BUDGET,
    }))
}

/// Waits as long as ten thousand doors take on a busy computer.
async fn patiently(page: &Page, words: &str) -> Result<()> {
    for _ in 1..PATIENTLY {
        if page.sees(words).await.is_ok() {
            return Ok(());
        }
    }
    page.sees(words).await
}

/// The list is loaded, and one turf of all of it made, to be joined by everybody.
async fn prepared(site: &Site) -> Result<Invitation> {
    let file = site.endpoint.scratch("towers.csv");
    fs::write(&file, LIST.list())?;
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    patiently(page, &t!("organiser.plan_rows")).await?;
    page.tap(&t!("organiser.list_load")).await?;
    page.sees(&t!("list.source")).await?;
    page.tap(&t!("list.source_own_doors")).await?;
    page.tap(&t!("list.source_go")).await?;
    // The browser writes the number as its language does.
    let loaded = t!("organiser.list_loaded", n = DOORS);
    let words = loaded.split(&DOORS.to_string()).last();
    patiently(page, words.unwrap_or_default().trim()).await?;
    let names = LIST.names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    site.invite("Everything", &names, OTHERS as u32 + 1).await
}

/// What the others recorded the evening before, one thing at each door: how many events.
fn others(link: &str) -> Result<usize> {
    let now = Utc::now().timestamp();
    let mut written = 0;
    for n in 0..OTHERS {
        let name = format!("Volunteer {}", n + 1);
        let mut somebody = Somebody::joined(link, &name, (now - 2 * DAY, now), n as u64 + 1)?;
        let doors: Vec<(StairId, DoorId)> = estate::all_doors(&somebody.state)
            .into_iter()
            .flat_map(|(stair, doors)| doors.into_iter().map(move |door| (stair, door.id)))
            .collect();
        ensure!(doors.len() == DOORS, "{} doors came", doors.len());
        let (first, many) = (n * DOORS / OTHERS, DOORS / OTHERS);
        for (at, (stair, door)) in doors.into_iter().enumerate().skip(first).take(many) {
            let drafts = at_a_door(at, stair, door);
            written += drafts.len();
            somebody.record(now - DAY, &drafts);
        }
        somebody.sync(now)?;
    }
    Ok(written)
}

fn at_a_door(at: usize, stair: StairId, door: DoorId) -> Vec<Draft> {
    let (stream, home) = (Stream::Stair(stair), HouseholdId::FirstOf(door));
    if !at.is_multiple_of(NOTED) {
        return knock(stream, door, home, Outcome::NotHome);
    }
    let value = Said::Words("pl".into());
    let about = vec![home.into(), Facet::LANGUAGE.into()];
    vec![Draft::new(stream, Fact::PlainFact { value }, about)]
}

/// Joins, as a volunteer does, and waits until everything has come.
async fn joined(phone: &Browser, invitation: &Invitation) -> Result<Taken> {
    let page = &phone.page;
    phone.before_each_page(COUNT_WASM).await?;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    page.fill(&t!("volunteer.your_name"), &page.who).await?;
    page.tap(&t!("volunteer.join")).await?;
    patiently(page, &t!("volunteer.no_signal_needed")).await?;
    taken_by(phone).await
}

/// Opens the app anew, at its stairs.
async fn opened(phone: &Browser) -> Result<Taken> {
    phone.before_each_page(COUNT_WASM).await?;
    phone.page.open("/today").await?;
    phone.page.until("the stairs", MY_STAIRS).await?;
    let taken = taken_by(phone).await?;
    ensure!(taken.wasm > 0.0, "no program was counted");
    Ok(taken)
}

/// Draws a tower, all of it.
async fn on_a_stair(page: &Page, phone: &Browser) -> Result<Taken> {
    page.script("document.querySelector('main a.card').click()", &[])
        .await?;
    page.until("the stair", STAIR).await?;
    taken_by(phone).await
}

/// What a process takes, in megabytes.
struct Taken {
    private: f64,
    proportional: f64,
    wasm: f64,
    script: f64,
}

impl Taken {
    fn told(&self) -> Value {
        json!({
            "private_mb": self.private, "pss_mb": self.proportional,
            "wasm_mb": self.wasm, "script_mb": self.script,
        })
    }
}

/// What the page's process takes once it has come to rest. Where a browser has several such processes (one
/// is kept empty, for the next page), it is the one that has most.
async fn taken_by(phone: &Browser) -> Result<Taken> {
    tokio::time::sleep(SETTLED).await;
    let counted = "return [window.wasmBytes?.() ?? 0, performance.memory.usedJSHeapSize]";
    let counted = phone.page.script(counted, &[]).await?;
    let [wasm, script]: [f64; 2] = serde_json::from_value(counted)?;
    let processes = drawing(&phone.profile)?;
    let all: Vec<(f64, f64)> = processes
        .into_iter()
        .filter_map(|process| rolled_up(process).ok())
        .collect();
    let most = all
        .into_iter()
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let (private, proportional) = most.context("a process that draws")?;
    Ok(Taken {
        private: megabytes(private),
        proportional: megabytes(proportional),
        wasm: megabytes(wasm),
        script: megabytes(script),
    })
}

fn megabytes(bytes: f64) -> f64 {
    (bytes / 100_000.0).round() / 10.0
}

/// The processes that draw pages for the browser on a profile.
fn drawing(profile: &Path) -> Result<Vec<u32>> {
    let on_profile = format!("--user-data-dir={} ", profile.display());
    let mut parents = BTreeMap::new();
    let (mut browser, mut renderers) = (None, Vec::new());
    for entry in fs::read_dir("/proc")?.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // One that has ended meanwhile has nothing to say.
        let read = |file: &str| fs::read(entry.path().join(file)).unwrap_or_default();
        let command = String::from_utf8_lossy(&read("cmdline")).replace('\0', " ");
        let status = String::from_utf8_lossy(&read("status")).into_owned();
        let parent = number(&status, "PPid:").unwrap_or_default();
        parents.insert(process, parent as u32);
        if command.contains("--type=renderer") {
            renderers.push(process);
        } else if command.contains(&on_profile)
            && command.contains("chromium")
            && !command.contains("--type=")
        {
            browser = Some(process);
        }
    }
    let browser = browser.context("the browser's own process")?;
    let of_browser = |process: &u32| {
        let line = std::iter::successors(Some(*process), |it| parents.get(it).copied());
        // No line is longer: a browser, what starts its processes, and these.
        line.take(8).any(|it| it == browser)
    };
    renderers.retain(of_browser);
    Ok(renderers)
}

/// Bytes that a process has to itself, and its share of all it has a part in.
fn rolled_up(process: u32) -> Result<(f64, f64)> {
    let told = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let of = |name: &str| number(&told, name).with_context(|| name.to_string());
    let private = of("Private_Clean:")? + of("Private_Dirty:")? + of("Swap:")?;
    // They are counted in kibibytes.
    Ok((private * 1_024.0, of("Pss:")? * 1_024.0))
}

/// The number behind a name at a line's beginning.
fn number(told: &str, name: &str) -> Option<f64> {
    let line = told.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
