//! A day of real use, in the app as it is shipped: what each tap takes until its answer is painted, and how
//! lists scroll, on a phone four times slower with 2,000 doors and 20,000 events on it. One JSON object a line.

use std::collections::BTreeMap;
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

/// Towers, storeys of each, and doors on a landing: 2,016 doors.
const LIST: Towers = Towers {
    towers: 14,
    storeys: 24,
    landing: LANDING,
};
const LANDING: usize = 6;
const DOORS: usize = LIST.doors();
/// The others who knocked on evenings before: nobody may send more than 4,000 events a day.
const OTHERS: usize = 5;
/// With the doors, at least so many events lie on the phone.
const EVENTS: usize = 20_000;
/// At one home of so many somebody was spoken to: the others are left.
const MET: usize = 3;
/// At one home of so many something was promised.
const PROMISED: usize = 10;
/// How often each tap is timed.
const TIMES: usize = 30;
/// Frames of each list that is scrolled.
const FRAMES: usize = 120;
/// How much slower than this computer the phone is.
const SLOWER: u32 = 4;
/// What each tap may take at the 95th percentile, in milliseconds.
const BUDGET: f64 = 100.0;
/// A day, in seconds.
const DAY: i64 = 86_400;

/// Does something, and hears how long it took until what it leads to had been painted. Given: what to do and
/// what shows that it was done, both as code.
const TIMED: &str = "const [act, done, heard] = arguments;
    const isDone = new Function(done);
    window.before = document.querySelector('h1')?.textContent;
    const begun = performance.now();
    const reads = () => `${location.pathname} reads: ${document.body.innerText.slice(0, 400)}`;
    try { new Function(act)(); } catch (error) { return heard(`${error}; ${reads()}`); }
    const look = () => {
        if (performance.now() - begun > 20000) return heard(`it led nowhere; ${reads()}`);
        if (!isDone()) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        // A task after this frame's: by then it has been painted.
        port1.onmessage = () => heard(performance.now() - begun);
        port2.postMessage(0);
    };
    requestAnimationFrame(look);";

/// Scrolls down and up again, a step a frame, and hears how long each frame took.
const SCROLL: &str = "const [frames, heard] = arguments;
    const took = [];
    let last = null;
    const step = (at) => {
        if (last !== null) took.push(at - last);
        last = at;
        if (took.length >= frames) return heard(took);
        scrollBy(0, took.length < frames / 2 ? 60 : -60);
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

const AT_A_DOOR: &str = "return location.pathname.startsWith('/door/') \
    && !!document.querySelector('.outcome')";
const ANOTHER_DOOR: &str = "return location.pathname.startsWith('/door/') \
    && document.querySelector('h1')?.textContent !== before";
const MY_STAIRS: &str = "return document.querySelectorAll('main a.card').length > 1";
const PROMISES: &str = "return location.pathname === '/promises' \
    && document.body.textContent.includes('Ring about the lift')";
/// More of a stair than a phone's screen shows, which is five rows of six.
const STAIR_BEGUN: &str = "return document.querySelectorAll('.floors .door').length >= 36";
const STAIR_DRAWN: &str = "return document.querySelectorAll('.floors .door').length >= 144";

/// Runs it.
pub async fn run() -> ExitCode {
    match measure().await {
        Ok(figures) => {
            let within = figures.iter().all(|it| it["within"] != json!(false));
            for figure in figures {
                println!("{figure}");
            }
            if within {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("the day could not be timed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<Vec<Value>> {
    let mut site = Site::another(Engine::Chromium, None).await?;
    let invitation = prepared(&site).await?;
    let link = invitation.link.clone();
    let written = tokio::task::spawn_blocking(move || others(&link)).await??;
    let phone = site.volunteer("Amina", &invitation).await?;
    site.endpoint.stop();
    let events = written + DOORS;
    ensure!(events >= EVENTS, "only {events} events");
    phone.slow_down(SLOWER).await?;
    let mut figures = vec![json!({
        "measure": "day", "doors": DOORS, "events": events, "slowed": SLOWER,
    })];
    for (what, times) in taps(&phone).await? {
        figures.push(figure(what, &times));
    }
    for (what, frames) in scrolled(&phone.page).await? {
        figures.push(frames_figure(what, frames));
    }
    phone.close().await?;
    site.close().await;
    Ok(figures)
}

/// The list is loaded, and one turf of all of it made, to be joined by everybody.
async fn prepared(site: &Site) -> Result<Invitation> {
    let file = site.endpoint.scratch("towers.csv");
    std::fs::write(&file, LIST.list())?;
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.sees(&t!("organiser.plan_rows")).await?;
    page.tap(&t!("organiser.list_load")).await?;
    page.sees(&t!("list.source")).await?;
    page.tap(&t!("list.source_own_doors")).await?;
    page.tap(&t!("list.source_go")).await?;
    // The browser writes the number as its language does.
    let loaded = t!("organiser.list_loaded", n = DOORS);
    let words = loaded.split(&DOORS.to_string()).last();
    page.sees(words.unwrap_or_default().trim()).await?;
    let names = LIST.names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    site.invite("Everything", &names, OTHERS as u32 + 1).await
}

/// What the others recorded on three evenings before: how many events.
fn others(link: &str) -> Result<usize> {
    let now = Utc::now().timestamp();
    let mut written = 0;
    for n in 0..OTHERS {
        let name = format!("Volunteer {}", n + 1);
        // No time is shown before its writer's certificate: they joined before the first of the evenings.
        let since = now - 5 * DAY;
        let mut somebody = Somebody::joined(link, &name, (since, now), n as u64 + 1)?;
        let doors: Vec<(StairId, DoorId)> = estate::all_doors(&somebody.state)
            .into_iter()
            .flat_map(|(stair, doors)| doors.into_iter().map(move |door| (stair, door.id)))
            .collect();
        ensure!(doors.len() == DOORS, "{} doors came", doors.len());
        for (at, place) in doors.into_iter().enumerate().skip(n).step_by(OTHERS) {
            let met = (at % MET == 0, at % PROMISED == 0);
            written += evenings(&mut somebody, now, place, met);
        }
        somebody.sync(now)?;
    }
    Ok(written)
}

/// Nobody in; then spoken to, or not, with what was said of the home; then nobody in again.
fn evenings(
    somebody: &mut Somebody,
    now: i64,
    (stair, door): (StairId, DoorId),
    (spoke, promised): (bool, bool),
) -> usize {
    let (stream, home) = (Stream::Stair(stair), HouseholdId::FirstOf(door));
    let fact = |facet: Facet, value| {
        let about = vec![home.into(), facet.into()];
        Draft::new(stream, Fact::PlainFact { value }, about)
    };
    let note = |words: &str| {
        let words = words.into();
        Draft::new(stream, Fact::Note { words }, vec![home.into()])
    };
    let promise = Fact::FollowUp {
        what: "Ring about the lift".into(),
        who: None,
        by: None,
    };
    let first = knock(stream, door, home, Outcome::NotHome);
    let second = match spoke {
        true => Outcome::Spoke,
        false => Outcome::NotHome,
    };
    let mut second = knock(stream, door, home, second);
    second.extend([
        fact(Facet::TENURE, Said::Words("council".into())),
        fact(Facet::CONTACT_CONSENT, Said::Yes),
        note("The lift has been out since March"),
        note("Would come to a meeting on a Thursday"),
        match promised {
            true => Draft::new(stream, promise, vec![home.into()]),
            false => note("Nothing was promised"),
        },
    ]);
    let third = knock(stream, door, home, Outcome::NotHome);
    let mut written = 0;
    for (days, drafts) in [(4, first), (3, second), (2, third)] {
        written += drafts.len();
        somebody.record(now - days * DAY, &drafts);
    }
    // Made up to nine, as many as a long talk leaves.
    let last = note("Asked for the date in Polish");
    somebody.record(now - 2 * DAY, &[last]);
    written + 1
}

/// What a tap took, in milliseconds.
struct Tap {
    /// From the tap until it is painted.
    all: f64,
    /// What the browser's main thread did meanwhile: each of [`WORK`], in its order.
    work: [f64; WORK.len()],
}

/// The browser's own counts of what its main thread does, in seconds since the page was opened.
const WORK: [&str; 4] = [
    "ScriptDuration",
    "RecalcStyleDuration",
    "LayoutDuration",
    "TaskDuration",
];

/// Every tap, so often, in an app that is opened once, as it is on an evening.
async fn taps(phone: &Browser) -> Result<BTreeMap<&'static str, Vec<Tap>>> {
    let page = &phone.page;
    let mut times: BTreeMap<&'static str, Vec<Tap>> = BTreeMap::new();
    page.open("/today").await?;
    page.until("the stairs", MY_STAIRS).await?;
    for n in 0..TIMES {
        for (what, act, done) in round(n) {
            // Two taps at once are one to the app: a person takes a moment, too.
            tokio::time::sleep(Duration::from_millis(700)).await;
            let before = phone.worked(WORK).await?;
            let arguments = vec![json!(act), json!(done)];
            let took = page.driver.execute_async(TIMED, arguments).await?;
            let took = took.json();
            let all = took.as_f64().with_context(|| format!("{what}: {took}"))?;
            let after = phone.worked(WORK).await?;
            let work = std::array::from_fn(|n| (after[n] - before[n]) * 1000.0);
            times.entry(what).or_default().push(Tap { all, work });
        }
    }
    Ok(times)
}

/// One round of taps: what each is called, what it does, and what shows that it was done.
fn round(n: usize) -> [(&'static str, String, &'static str); 13] {
    let click = |selector: &str, words: &str| {
        let words = json!(words);
        format!(
            "[...document.querySelectorAll('{selector}')]
                .find((it) => it.textContent.includes({words})).click()"
        )
    };
    let nth =
        |selector: &str, n: usize| format!("document.querySelectorAll('{selector}')[{n}].click()");
    let landing = t!("doors.landing", n = LANDING);
    let landing = landing.split(char::is_numeric).next().unwrap_or_default();
    let jump = format!(
        "const field = document.getElementById('find');
         field.value = '{}';
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         document.querySelector('form.find button').click()",
        20 + n
    );
    let back = nth("main a.back", 0);
    [
        (
            "a stair, all of it",
            nth("main a.card", n % LIST.towers),
            STAIR_DRAWN,
        ),
        ("my stairs", nth("a[href=\"/today\"]", 0), MY_STAIRS),
        (
            "open a stair",
            nth("main a.card", n % LIST.towers),
            STAIR_BEGUN,
        ),
        ("next door", nth(".reach a.primary", 0), AT_A_DOOR),
        (
            "an outcome",
            click(".outcome", &t!("outcomes.come_back")),
            ANOTHER_DOOR,
        ),
        (
            "landing not home",
            click("main button.whole", landing.trim()),
            ANOTHER_DOOR,
        ),
        ("back to the stair", back.clone(), STAIR_BEGUN),
        ("jump by number", jump, AT_A_DOOR),
        ("back to the stair", back, STAIR_BEGUN),
        ("open a door", nth(".floors .door", 40 + n), AT_A_DOOR),
        ("my stairs", nth("a[href=\"/today\"]", 0), MY_STAIRS),
        ("promises", nth("a[href=\"/promises\"]", 0), PROMISES),
        ("my stairs", nth("a[href=\"/today\"]", 0), MY_STAIRS),
    ]
}

/// The two longest lists, scrolled down and up: what each frame took, in milliseconds.
async fn scrolled(page: &Page) -> Result<BTreeMap<&'static str, Vec<f64>>> {
    let mut frames = BTreeMap::new();
    page.open("/today").await?;
    page.until("the stairs", MY_STAIRS).await?;
    frames.insert("my stairs", scroll(page).await?);
    page.script("document.querySelector('main a.card').click()", &[])
        .await?;
    page.until("the stair", STAIR_DRAWN).await?;
    frames.insert("a stair of 144 doors", scroll(page).await?);
    page.open("/promises").await?;
    page.until("the promises", PROMISES).await?;
    frames.insert("202 promises", scroll(page).await?);
    Ok(frames)
}

async fn scroll(page: &Page) -> Result<Vec<f64>> {
    tokio::time::sleep(Duration::from_millis(700)).await;
    let took = page
        .driver
        .execute_async(SCROLL, vec![json!(FRAMES)])
        .await?;
    Ok(serde_json::from_value(took.json().clone())?)
}

fn rounded(time: f64) -> f64 {
    (time * 10.0).round() / 10.0
}

/// Median, 95th percentile and the longest.
fn spread(times: &mut [f64]) -> [f64; 3] {
    times.sort_by(f64::total_cmp);
    let at = |n: usize| rounded(times[n.min(times.len() - 1)]);
    [
        at(times.len() / 2),
        at(times.len() * 95 / 100),
        at(times.len() - 1),
    ]
}

fn figure(what: &str, taps: &[Tap]) -> Value {
    let n = taps.len();
    let mut times: Vec<f64> = taps.iter().map(|tap| tap.all).collect();
    // Since the app was opened, the first of its kind: what it takes had not been compiled by the browser.
    let first = times.first().copied().map(rounded);
    let [median, tail, longest] = spread(&mut times);
    let [script, style, layout, task] = std::array::from_fn(|n| {
        let mut times: Vec<f64> = taps.iter().map(|tap| tap.work[n]).collect();
        spread(&mut times)[0]
    });
    json!({
        "measure": "day_tap", "tap": what, "times": n,
        "first_ms": first, "median_ms": median, "p95_ms": tail, "max_ms": longest,
        "script_ms": script, "style_ms": style, "layout_ms": layout, "task_ms": task,
        "budget": {"p95_ms": BUDGET}, "within": tail <= BUDGET,
    })
}

/// A frame of a screen with sixty a second takes 16.7 ms: half a frame more, and it has missed one.
fn frames_figure(what: &str, mut frames: Vec<f64>) -> Value {
    let n = frames.len();
    let over = |limit: f64| frames.iter().filter(|it| **it > limit).count();
    let (missed, two) = (over(16.7 * 1.5), over(16.7 * 2.5));
    let [median, tail, longest] = spread(&mut frames);
    json!({
        "measure": "day_scroll", "list": what, "frames": n,
        "over_16_7_ms": missed, "over_33_ms": two,
        "median_ms": median, "p95_ms": tail, "max_ms": longest,
    })
}
