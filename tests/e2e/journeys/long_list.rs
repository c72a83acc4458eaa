//! A whole borough's list: taken apart beside the page, which stays quick all the while.

use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use stairwell::t;

use crate::site::Site;

/// Rows of the list.
const ROWS: usize = 27_000;
/// How long it may take until the plan is shown, in milliseconds.
const SHOWN_AFTER: f64 = 3_000.0;
/// How long the page may be busy at a stretch, in milliseconds.
const BUSY: f64 = 200.0;

/// Notes when the file was picked, when the plan stood there, and every long task in between.
const WATCH: &str = "
    window.timed = { longest: 0 };
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) timed.longest = Math.max(timed.longest, task.duration);
    }).observe({ type: 'longtask' });
    document.querySelector('input[type=file]').addEventListener('change', () => {
        timed.picked = performance.now();
    }, true);
    new MutationObserver(() => {
        if (document.querySelector('progress')) timed.progress = true;
        if (timed.picked && document.querySelector('table')) timed.shown ??= performance.now();
    }).observe(document.body, { childList: true, subtree: true });
";

/// A task that is longer than any may be.
const DAWDLE: &str = "setTimeout(() => {
    const begun = performance.now();
    while (performance.now() - begun < 250);
})";

/// A made-up list with the shapes of a council's: one-line addresses, flats and houses.
fn list() -> String {
    let mut list = String::from("Property,UPRN\n");
    for row in 0..ROWS {
        let (street, number) = (row / 60, row % 60 + 1);
        let flat = if street.is_multiple_of(3) {
            format!("FLAT {number},, 2, ")
        } else {
            format!("{number}, ")
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            list,
            "\"{flat}MADE UP STREET {street}, LARKTON, QZ47 {}AA\",{}",
            street % 10,
            900_300_000_000_u64 + row as u64
        );
    }
    list
}

/// Pick the list, look at its plan, and leave it at that.
pub async fn journey(site: &mut Site) -> Result<()> {
    let file = site.endpoint.scratch("borough.csv");
    std::fs::write(&file, list())?;
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.script(WATCH, &[]).await?;
    page.pick_file(&t!("organiser.list_pick"), &file).await?;
    page.sees(&t!("organiser.plan_rows")).await?;
    page.fact_is(&t!("organiser.plan_rows"), &ROWS.to_string())
        .await?;
    // Long tasks are told of a moment after they have ended.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let timed = page.script("return window.timed", &[]).await?;
    let at = |name: &str| timed[name].as_f64().with_context(|| format!("{timed}"));
    let (took, longest) = (at("shown")? - at("picked")?, at("longest")?);
    println!("    {ROWS} rows: plan shown after {took:.0} ms, longest task {longest:.0} ms");
    ensure!(
        timed["progress"] == Value::Bool(true),
        "no progress was shown: {timed}"
    );
    ensure!(longest <= BUSY, "the page was busy for {longest} ms");
    ensure!(took <= SHOWN_AFTER, "the plan took {took} ms");
    // The watch does notice what it is there for.
    page.script(DAWDLE, &[]).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let noticed = page
        .script("return window.timed.longest >= 250", &[])
        .await?;
    ensure!(noticed == Value::Bool(true), "long tasks are not noticed");
    page.open("/organise").await?;
    // Looking changes nothing.
    page.sees(&t!("organiser.count_doors", n = 74)).await
}
