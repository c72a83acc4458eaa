//! What is asked for on the command line, and how it is told.

use std::num::NonZero;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use crate::host::Host;
use crate::morning::Verdict;
use crate::plan::Plan;
use crate::sabotage::Sabotage;
use crate::world::World;

/// Within so many seeds each sabotage must be found.
const FOUND_WITHIN: u64 = 200;
/// So many failing seeds are told in full.
const TOLD: usize = 3;
/// A shared endpoint is taken for no more histories than this.
const SHARED: u64 = 200;

/// What was asked for.
#[derive(Debug)]
pub struct Asked {
    seeds: u64,
    first: u64,
    json: bool,
    /// The names of what is to be broken; all for "all".
    broken: Option<String>,
}

/// Reads the arguments.
///
/// # Errors
/// A sentence.
pub fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked {
        seeds: 300,
        first: 1,
        json: false,
        broken: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let given = arguments.next();
            given.ok_or(format!("{argument} wants a value behind it"))
        };
        let number = |text: String| {
            let read = text.parse::<u64>();
            read.map_err(|_| format!("{text} is no number"))
        };
        match argument.as_str() {
            "--seeds" => asked.seeds = number(value()?)?,
            "--seed" => {
                asked.first = number(value()?)?;
            }
            "--json" => asked.json = true,
            "--sabotage" => asked.broken = Some(value()?),
            other => {
                return Err(format!(
                    "There is no {other}; there are --seeds N, --seed S, --json and --sabotage NAME (or all)."
                ));
            }
        }
    }
    Ok(asked)
}

/// All histories together.
#[derive(Debug, Default)]
struct Sum {
    seeds: u64,
    failures: u64,
    events: usize,
    lost: usize,
    duplicated: usize,
    stuck: usize,
    mistimed: usize,
    far_off: usize,
    brought_back: u64,
    copied: u64,
    two_tabs: u64,
    five_deliveries: u64,
}

impl Sum {
    fn add(&mut self, verdict: &Verdict) {
        self.seeds += 1;
        self.failures += u64::from(!verdict.wrong.is_empty());
        self.events += verdict.events;
        self.lost += verdict.lost;
        self.duplicated += verdict.duplicated;
        self.stuck += verdict.stuck;
        self.mistimed += verdict.mistimed;
        self.far_off += verdict.far_off;
        self.brought_back += u64::from(verdict.had.brought_back);
        self.copied += u64::from(verdict.had.copied);
        self.two_tabs += u64::from(verdict.had.two_tabs);
        self.five_deliveries += u64::from(verdict.had.five_deliveries);
    }

    /// What they came to, for people.
    fn lines(&self, first: u64, seconds: f64) -> [String; 2] {
        [
            format!(
                "{} histories from seed {first} in {seconds:.1} s, {:.1} a second; {} facts, {} of them by clocks more than a year off; {} shown at a wrong time",
                self.seeds,
                self.seeds as f64 / seconds,
                self.events,
                self.far_off,
                self.mistimed
            ),
            format!(
                "of these histories {} had the endpoint brought back from a backup, {} a copied phone, {} the app open twice, {} a request delivered five times",
                self.brought_back, self.copied, self.two_tabs, self.five_deliveries
            ),
        ]
    }

    fn json(&self) -> String {
        format!(
            "{{\"seeds\":{},\"failures\":{},\"events\":{},\"lost\":{},\"duplicated\":{},\"stuck\":{}}}",
            self.seeds, self.failures, self.events, self.lost, self.duplicated, self.stuck
        )
    }
}

/// An endpoint for many histories, and how many it has had.
struct Shared {
    host: Host,
    had: u64,
}

impl Shared {
    fn new() -> anyhow::Result<Shared> {
        Ok(Shared {
            host: Host::new()?,
            had: 0,
        })
    }

    /// Plays one seed; its story where it is told.
    fn play(
        &mut self,
        seed: u64,
        told: bool,
        broken: Option<Sabotage>,
    ) -> anyhow::Result<(Verdict, Vec<String>)> {
        let plan = Plan::draw(&mut crate::luck::Luck::from_seed(seed));
        if plan.own_endpoint() {
            return play(&mut Host::new()?, seed, told, broken);
        }
        self.had += 1;
        if self.had > SHARED {
            *self = Shared::new()?;
        }
        play(&mut self.host, seed, told, broken)
    }
}

fn play(
    host: &mut Host,
    seed: u64,
    told: bool,
    broken: Option<Sabotage>,
) -> anyhow::Result<(Verdict, Vec<String>)> {
    let mut world = World::new(host, seed, told, broken);
    let plan = format!("  {:?}", world.plan);
    let played = catch_unwind(AssertUnwindSafe(|| {
        if let Err(no_good) = world.set() {
            anyhow::bail!("seed {seed}: the evening cannot begin: {no_good:?}");
        }
        world.evening()?;
        world.night()?;
        world.morning()
    }));
    let verdict = match played {
        Ok(verdict) => verdict?,
        Err(_) => Verdict {
            wrong: vec!["it panicked".to_string()],
            ..Verdict::default()
        },
    };
    let mut lines = vec![plan];
    lines.extend(world.story.lines().iter().cloned());
    Ok((verdict, lines))
}

impl Asked {
    /// Does it, and tells it.
    pub fn carry_out(&self) -> ExitCode {
        let outcome = match &self.broken {
            Some(name) => self.break_things(name),
            None => self.simulate(),
        };
        match outcome {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("the simulator cannot go on: {error:#}");
                ExitCode::FAILURE
            }
        }
    }

    fn simulate(&self) -> anyhow::Result<bool> {
        let begun = Instant::now();
        let mut sum = Sum::default();
        let mut told = 0;
        let seeds = self.first..self.first + self.seeds;
        in_parallel(seeds, |seed, verdict| {
            sum.add(verdict);
            let Some(wrong) = verdict.wrong.first() else {
                return Ok(());
            };
            self.say(&format!("seed {seed} fails: {wrong}"));
            told += 1;
            if told <= TOLD {
                self.tell(seed)
            } else {
                Ok(())
            }
        })?;
        for line in sum.lines(self.first, begun.elapsed().as_secs_f64()) {
            self.say(&line);
        }
        println!("{}", sum.json());
        Ok(sum.failures == 0)
    }

    /// Tells people; where the output is for a program, beside it.
    fn say(&self, line: &str) {
        if self.json {
            eprintln!("{line}");
        } else {
            println!("{line}");
        }
    }

    /// Plays a failing seed once more, and tells it step by step.
    fn tell(&self, seed: u64) -> anyhow::Result<()> {
        // The endpoint it failed at knows its campaign already.
        let (verdict, lines) = play(&mut Host::new()?, seed, true, None)?;
        for line in lines {
            self.say(&line);
        }
        for line in &verdict.wrong {
            self.say(&format!("  {line}"));
        }
        Ok(())
    }

    /// Each sabotage asked for is found, within so many seeds.
    fn break_things(&self, name: &str) -> anyhow::Result<bool> {
        let mut all_found = true;
        for (known, sabotage) in Sabotage::ALL {
            if name != "all" && name != known {
                continue;
            }
            let mut shared = Shared::new()?;
            let mut found = None;
            for seed in self.first..self.first + FOUND_WITHIN {
                let (verdict, _) = shared.play(seed, false, Some(sabotage))?;
                let Some(wrong) = verdict.wrong.first() else {
                    continue;
                };
                // What fails by itself finds nothing.
                if play(&mut Host::new()?, seed, false, None)?
                    .0
                    .wrong
                    .is_empty()
                {
                    found = Some((seed, wrong.clone()));
                    break;
                }
            }
            all_found &= found.is_some();
            match found {
                Some((seed, wrong)) => println!("{known}: found with seed {seed}: {wrong}"),
                None => println!("{known}: NOT FOUND within {FOUND_WITHIN} seeds"),
            }
        }
        Ok(all_found)
    }
}

/// Plays these seeds, as many at once as there are processors, and looks at what comes of each.
fn in_parallel(
    seeds: Range<u64>,
    mut look: impl FnMut(u64, &Verdict) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let next = AtomicU64::new(seeds.start);
    let (done, played) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (next, done, end) = (&next, done.clone(), seeds.end);
            scope.spawn(move || {
                let mut shared = match Shared::new() {
                    Ok(shared) => shared,
                    Err(error) => return drop(done.send(Err(error))),
                };
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let played = shared.play(seed, false, None);
                    // Nobody hears it where looking has ended.
                    if done
                        .send(played.map(|(verdict, _)| (seed, verdict)))
                        .is_err()
                    {
                        return;
                    }
                }
            });
        }
        drop(done);
        for played in played {
            let (seed, verdict) = played?;
            look(seed, &verdict)?;
        }
        Ok(())
    })
}
