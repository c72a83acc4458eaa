//! `stairwell import`: what an address list would become. It changes nothing.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use serde::Serialize;

use super::against;
use crate::canvass::address_list::{self, Column, ColumnUse, LeftOutAs, ListError, Options, Plan};
use crate::canvass::fact::BlockKind;
use crate::locales::fill;
use crate::t;

/// The arguments of `stairwell import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[arg(long, value_name = "FILE", help = t!("cli.import_plan"))]
    plan: PathBuf,
    #[arg(long, value_name = "NAME", help = t!("cli.import_sheet"))]
    sheet: Option<String>,
    #[arg(long, help = t!("cli.import_without_uprns"))]
    without_uprns: bool,
    #[arg(long, value_name = "FILE", help = t!("cli.import_against"))]
    against: Option<PathBuf>,
    #[arg(long, help = t!("cli.import_json"))]
    json: bool,
}

impl Import {
    /// Prints the plan.
    pub(super) fn run(&self) -> Result<()> {
        let bytes = read(&self.plan)?;
        let options = Options {
            sheet: self.sheet.clone(),
            without_uprns: self.without_uprns,
        };
        let plan = address_list::read_as(&bytes, &options, |_, _| ()).map_err(in_words)?;
        let again = match &self.against {
            Some(keyring) => Some(against::compare(keyring, &plan)?),
            None => None,
        };
        let mut out = BufWriter::new(std::io::stdout().lock());
        if self.json {
            let json = Json {
                against: again.as_ref().map(against::JsonAgain::of),
                ..Json::of(&plan)
            };
            serde_json::to_writer(&mut out, &json)?;
            writeln!(out)?;
            // Stdout is for the machine that asked; whoever sits there reads this.
            notices(&plan, &mut std::io::stderr().lock())?;
        } else {
            summary(&plan, &mut out)?;
            if let Some(again) = &again {
                against::summary(again, &mut out)?;
            }
        }
        out.flush()?;
        Ok(())
    }
}

fn in_words(error: ListError) -> anyhow::Error {
    if let ListError::WhichSheet { .. } = error {
        let said = fill(error.key(), &error.values());
        return anyhow!("{said} {}", t!("cli.import_say_sheet"));
    }
    anyhow!(fill(error.key(), &error.values()))
}

/// The file's bytes; no more than the limit and one are ever read.
fn read(path: &Path) -> Result<Vec<u8>> {
    let cannot = || t!("import.error_cannot_open", file = path.display());
    let file = File::open(path).with_context(cannot)?;
    let limit = address_list::MAX_BYTES as u64;
    if file.metadata().with_context(cannot)?.len() > limit {
        return Err(in_words(ListError::TooLarge));
    }
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    Ok(bytes)
}

/// A plan for other programs.
#[derive(Serialize)]
struct Json<'p> {
    rows: usize,
    doors: usize,
    duplicates: usize,
    not_doors: usize,
    problems: usize,
    blocks: Vec<JsonBlock<'p>>,
    left_out: Vec<JsonLeftOut<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<against::JsonAgain>,
}

#[derive(Serialize)]
struct JsonBlock<'p> {
    name: &'p str,
    kind: &'static str,
    stairs: Vec<JsonStair<'p>>,
}

#[derive(Serialize)]
struct JsonStair<'p> {
    name: String,
    doors: Vec<&'p str>,
}

#[derive(Serialize)]
struct JsonLeftOut<'p> {
    row: u64,
    reason: String,
    text: &'p str,
}

impl<'p> Json<'p> {
    fn of(plan: &'p Plan) -> Self {
        let blocks = plan.blocks.iter().map(|block| JsonBlock {
            name: &block.name,
            kind: match block.kind {
                BlockKind::Building => "building",
                BlockKind::Street => "street",
            },
            stairs: block
                .stairs
                .iter()
                .map(|stair| JsonStair {
                    name: stair
                        .name
                        .clone()
                        .unwrap_or_else(|| t!(block.stair_key(stair))),
                    doors: stair.doors.iter().map(|door| door.label.as_str()).collect(),
                })
                .collect(),
        });
        let left_out = plan.left_out.iter().map(|left| JsonLeftOut {
            row: left.row,
            reason: fill(left.reason.key(), &left.reason.values()),
            text: &left.text,
        });
        Self {
            rows: plan.rows,
            doors: plan.doors,
            duplicates: plan.duplicates,
            not_doors: plan.not_doors,
            problems: plan.problems,
            blocks: blocks.collect(),
            left_out: left_out.collect(),
            against: None,
        }
    }
}

/// A plan for a person.
fn summary(plan: &Plan, out: &mut impl Write) -> Result<()> {
    for block in &plan.blocks {
        let doors: usize = block.stairs.iter().map(|stair| stair.doors.len()).sum();
        writeln!(out, "{}", t!("import.block", name = block.name, n = doors))?;
        for stair in &block.stairs {
            let name = stair
                .name
                .clone()
                .unwrap_or_else(|| t!(block.stair_key(stair)));
            let doors: Vec<&str> = stair.doors.iter().map(|door| door.label.as_str()).collect();
            writeln!(
                out,
                "  {}",
                t!("import.stair", name = name, doors = doors.join(", "))
            )?;
        }
    }
    for (heading, counts_as) in [
        ("import.problems_heading", LeftOutAs::Problem),
        ("import.not_doors_heading", LeftOutAs::NotADoor),
        ("import.duplicates_heading", LeftOutAs::Duplicate),
    ] {
        let rows = plan
            .left_out
            .iter()
            .filter(|left| left.reason.counts_as() == counts_as);
        for (index, left) in rows.enumerate() {
            if index == 0 {
                writeln!(out, "\n{}", t!(heading))?;
            }
            let reason = fill(left.reason.key(), &left.reason.values());
            let line = t!(
                "import.left_out",
                row = left.row,
                text = left.text,
                reason = reason
            );
            writeln!(out, "  {line}")?;
        }
    }
    writeln!(out)?;
    notices(plan, out)?;
    let blocks = plan.blocks.len();
    let counts = [
        ("import.count_rows", plan.rows),
        ("import.count_doors", plan.doors),
        ("import.count_blocks", blocks),
        ("import.count_duplicates", plan.duplicates),
        ("import.count_not_doors", plan.not_doors),
        ("import.count_problems", plan.problems),
    ];
    for (key, n) in counts {
        writeln!(out, "{}", t!(key, n = n))?;
    }
    Ok(())
}

/// Which columns are left out, and what else an organiser should know.
fn notices(plan: &Plan, out: &mut impl Write) -> Result<()> {
    if let Some(sheet) = &plan.sheet {
        writeln!(out, "{}", t!("import.sheet_read", sheet = sheet))?;
    }
    for (key, used) in [
        ("import.columns_personal", ColumnUse::Personal),
        ("import.columns_not_needed", ColumnUse::NotNeeded),
    ] {
        let columns: Vec<String> = plan
            .columns
            .iter()
            .filter(|column| column.used == used)
            .map(called)
            .collect();
        if !columns.is_empty() {
            writeln!(
                out,
                "{}",
                t!(key, columns = columns.join(", "), n = columns.len())
            )?;
        }
    }
    for warning in &plan.warnings {
        writeln!(out, "{}", t!(warning.key(), n = warning.n()))?;
    }
    Ok(())
}

fn called(column: &Column) -> String {
    if column.header.is_empty() {
        t!("import.column_without_header", position = column.position)
    } else {
        column.header.clone()
    }
}
