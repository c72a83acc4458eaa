//! One step: says what it does and for how long, keeps its output for when it is needed.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a step that is still going says so, where nobody watches a terminal.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How often a terminal's line is redrawn, and the end of the step looked for.
const TICK: Duration = Duration::from_millis(100);

/// What a step's command did.
pub struct Outcome {
    /// Whether it could be started and ended with exit code 0.
    pub ok: bool,
    /// What it printed, standard output and errors together, in the order it came.
    pub lines: Vec<String>,
}

/// Runs `command` under the heading `what`; prints its output only where it fails.
pub fn run(what: &str, command: &mut Command) -> Outcome {
    println!("==> {what}");
    let begun = Instant::now();
    let mut spoken = begun;
    let outcome = watch(command, |lines| show_progress(begun, &mut spoken, lines));
    if std::io::stdout().is_terminal() {
        print!("\r\x1b[2K");
    }
    if !outcome.ok {
        for line in &outcome.lines {
            println!("    {line}");
        }
    }
    let verdict = if outcome.ok { "done" } else { "FAILED" };
    println!("    {verdict} in {:.1} s", begun.elapsed().as_secs_f64());
    outcome
}

/// Like [`must`], for a step that is taken beside others: it says when it begins and how it ended, and
/// nothing between.
///
/// # Errors
/// As [`must`].
pub fn beside(what: &str, command: &mut Command) -> Result<Vec<String>, String> {
    println!("==> {what}, beside what follows");
    let begun = Instant::now();
    let outcome = watch(command, |_| {});
    let verdict = if outcome.ok { "done" } else { "FAILED" };
    let seconds = begun.elapsed().as_secs_f64();
    println!("==> {what}: {verdict} after {seconds:.1} s");
    if outcome.ok {
        return Ok(outcome.lines);
    }
    for line in &outcome.lines {
        println!("    {line}");
    }
    Err(failed(what))
}

fn failed(what: &str) -> String {
    format!("This step failed: {what}. Its output is above.")
}

/// Like [`run`], for a step that nothing after it can do without.
///
/// # Errors
/// A sentence naming the step, where it fails.
pub fn must(what: &str, command: &mut Command) -> Result<Vec<String>, String> {
    let outcome = run(what, command);
    if outcome.ok {
        Ok(outcome.lines)
    } else {
        Err(failed(what))
    }
}

/// Runs it, and shows how it goes, over and over.
fn watch(command: &mut Command, mut show: impl FnMut(&Mutex<Vec<String>>)) -> Outcome {
    let spawned = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            let program = command.get_program().to_string_lossy();
            return Outcome {
                ok: false,
                lines: vec![format!("{program} could not be started: {error}")],
            };
        }
    };
    let lines = Arc::new(Mutex::new(Vec::new()));
    let readers = [
        child.stdout.take().map(|pipe| gather(pipe, &lines)),
        child.stderr.take().map(|pipe| gather(pipe, &lines)),
    ];
    let ok = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) => {}
            Err(_) => break false,
        }
        thread::sleep(TICK);
        show(&lines);
    };
    for reader in readers.into_iter().flatten() {
        // A reader that panicked has lost nothing but the rest of its own output.
        let _ = reader.join();
    }
    let lines = lines
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .split_off(0);
    Outcome { ok, lines }
}

fn gather(
    pipe: impl Read + Send + 'static,
    lines: &Arc<Mutex<Vec<String>>>,
) -> thread::JoinHandle<()> {
    let lines = Arc::clone(lines);
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_string();
            lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(text);
            line.clear();
        }
    })
}

fn show_progress(begun: Instant, spoken: &mut Instant, lines: &Mutex<Vec<String>>) {
    let terminal = std::io::stdout().is_terminal();
    if !terminal && spoken.elapsed() < HEARTBEAT {
        return;
    }
    *spoken = Instant::now();
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    let last = lines.iter().rev().find(|line| !line.trim().is_empty());
    let last: String = last
        .map_or("", |line| line.trim())
        .chars()
        .take(90)
        .collect();
    let seconds = begun.elapsed().as_secs();
    if terminal {
        print!("\r\x1b[2K    {seconds} s  {last}");
    } else {
        println!("    {seconds} s  {last}");
    }
    // Progress that cannot be shown is no reason to stop.
    let _ = std::io::stdout().flush();
}
