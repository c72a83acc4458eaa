//! How long a stair of twenty-four storeys takes to be drawn, in the app as it is shipped, on a phone
//! four times slower: from the tap until all its 144 doors are painted. One JSON object.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::site::Site;

/// Storeys, and doors on each.
const STOREYS: usize = 24;
const LANDING: usize = 6;
const DOORS: usize = STOREYS * LANDING;
/// How often it is drawn.
const TIMES: usize = 20;
/// How much slower than this computer the phone is.
const SLOWER: u32 = 4;
/// Milliseconds, at the median.
const BUDGET: f64 = 100.0;

/// Opens the stair, and hears when all its doors have been painted.
const DRAW: &str = "const [doors, done] = arguments;
    const begun = performance.now();
    document.querySelector('main a.card').click();
    const look = () => {
        if (document.querySelectorAll('.floors .door').length < doors) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        // A task after the frame's: by then it has been painted.
        port1.onmessage = () => done(performance.now() - begun);
        requestAnimationFrame(() => port2.postMessage(0));
    };
    look();";

/// A tower with floors, as a council lists it.
fn list() -> String {
    let mut list = String::from("Flat,Floor,Building,Number,Street,Town,Postcode,UPRN\n");
    for n in 0..DOORS {
        // Writing to a string does not fail.
        let _ = writeln!(
            list,
            "Flat {},{},Heron Tower,,Main Avenue,Larkton,QZ47 9NR,{}",
            n + 1,
            n / LANDING,
            900_200_100_001_u64 + n as u64
        );
    }
    list
}

/// Runs it.
pub async fn run() -> ExitCode {
    match measure().await {
        Ok((figures, within)) => {
            println!("{figures}");
            if within {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("the stair could not be drawn: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<(Value, bool)> {
    let mut site = Site::another(Engine::Chromium, None).await?;
    listed(&site).await?;
    let invitation = site.invite("Everything", &["Heron Tower"], 1).await?;
    let phone = site.volunteer("Amina", &invitation).await?;
    site.endpoint.stop();
    phone.slow_down(SLOWER).await?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(drawn(&phone).await?);
    }
    phone.slow_down(1).await?;
    times.sort_by(f64::total_cmp);
    let rounded = |time: f64| (time * 10.0).round() / 10.0;
    let (median, tail) = (rounded(times[TIMES / 2]), rounded(times[TIMES * 95 / 100]));
    let within = median <= BUDGET;
    let figures = json!({
        "measure": "stair", "storeys": STOREYS, "doors": DOORS, "times": TIMES, "slowed": SLOWER,
        "median_ms": median, "p95_ms": tail,
        "budget": {"median_ms": BUDGET}, "within": within,
    });
    site.close().await;
    Ok((figures, within))
}

async fn listed(site: &Site) -> Result<()> {
    let file = site.endpoint.scratch("tower.csv");
    std::fs::write(&file, list())?;
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.sees(&t!("organiser.plan_rows")).await?;
    page.tap(&t!("organiser.list_load")).await?;
    page.sees(&t!("list.source")).await?;
    page.tap(&t!("list.source_own_doors")).await?;
    page.tap(&t!("list.source_go")).await?;
    page.sees(&t!("organiser.list_loaded", n = DOORS)).await
}

/// Draws it once: milliseconds.
async fn drawn(phone: &Browser) -> Result<f64> {
    let page = &phone.page;
    page.open("/today").await?;
    let there = "return !!document.querySelector('main a.card')";
    page.until("the stair to open", there).await?;
    let took = page.driver.execute_async(DRAW, vec![json!(DOORS)]).await?;
    took.json().as_f64().context("a time")
}
