//! A figure: what was measured, its budget, and whether that held.

use std::path::Path;
use std::time::Instant;

use serde_json::{Map, Value, json};

/// The most that a value may be, by its name among what was measured.
pub type Budget<'a> = (&'a str, f64);

/// Prints a figure as one line of JSON; whether each budget held.
pub fn print(measure: &str, measured: Value, budgets: &[Budget<'_>]) -> bool {
    let mut figure = Map::new();
    figure.insert("measure".into(), json!(measure));
    let Value::Object(measured) = measured else {
        panic!("a figure has names");
    };
    let holds = |(name, most): &Budget<'_>| measured[*name].as_f64().unwrap() <= *most;
    let within = budgets.iter().all(holds);
    let most: Map<String, Value> = budgets
        .iter()
        .map(|(name, most)| ((*name).to_string(), json!(most)))
        .collect();
    figure.extend(measured.clone());
    if !budgets.is_empty() {
        figure.insert("budget".into(), Value::Object(most));
        figure.insert("within".into(), json!(within));
    }
    println!("{}", Value::Object(figure));
    within
}

/// How long something takes by the clock, in milliseconds, and what it came to.
pub fn timed<T>(what: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let came_to = what();
    (begun.elapsed().as_secs_f64() * 1_000.0, came_to)
}

/// The processor time something takes in this thread, in milliseconds, and what it came to: on a machine
/// that others use too, all that can be told of work that waits for nothing.
pub fn worked<T>(what: impl FnOnce() -> T) -> (f64, T) {
    let before = on_processor();
    let came_to = what();
    ((on_processor() - before) * 1_000.0, came_to)
}

/// Seconds that this thread has been on a processor.
fn on_processor() -> f64 {
    crate::process::task_seconds(Path::new("/proc/thread-self"))
}

/// Of so many times, the median of processor time in milliseconds. What `prepare` makes is not timed.
pub fn median<P, T>(
    times: usize,
    mut prepare: impl FnMut() -> P,
    mut what: impl FnMut(P) -> T,
) -> f64 {
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let prepared = prepare();
            let (took, came_to) = worked(|| what(prepared));
            // What it came to is given back only now: that is not part of it.
            drop(came_to);
            took
        })
        .collect();
    rounded(at(&mut all, 0.5))
}

/// The value that so large a share lies below, from 0 to 1.
pub fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values[place.min(values.len() - 1)]
}

/// To two decimal places.
pub fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
