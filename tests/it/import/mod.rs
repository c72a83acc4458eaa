//! `stairwell import`: real lists and made-up ones, through the library and the command line.

mod addressbase;
mod alderbrook;
mod arbitrary;
mod command;
mod files;
mod gurnos;
mod shapes;
mod workbooks;

use stairwell::canvass::address_list::{Plan, read};
use stairwell::canvass::fact::StairKind;

/// The plan of a list.
fn plan(list: &str) -> Plan {
    read(list.as_bytes(), |_, _| ()).unwrap()
}

/// A plan a line a stair: `Oak Road: odd: 1 | 3`.
fn outline(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &plan.blocks {
        for stair in &block.stairs {
            let name = stair.name.as_deref().unwrap_or(match stair.kind {
                StairKind::OddSide => "odd",
                StairKind::EvenSide => "even",
                StairKind::NamedHouses => "named",
                StairKind::Entrance => "doors",
            });
            let doors: Vec<&str> = stair.doors.iter().map(|door| door.label.as_str()).collect();
            lines.push(format!("{}: {name}: {}", block.name, doors.join(" | ")));
        }
    }
    lines
}

/// The rows left out and why, as the keys of the reasons.
fn left_out(plan: &Plan) -> Vec<(u64, &'static str)> {
    let reasons = plan.left_out.iter();
    reasons
        .map(|left| {
            (
                left.row,
                left.reason.key().trim_start_matches("import.reason_"),
            )
        })
        .collect()
}

/// Whether every row is accounted for.
fn adds_up(plan: &Plan) -> bool {
    let labels = plan.blocks.iter().flat_map(|block| &block.stairs);
    let doors: usize = labels.map(|stair| stair.doors.len()).sum();
    let left = plan.duplicates + plan.not_doors + plan.problems;
    plan.rows == plan.doors + left && plan.left_out.len() == left && plan.doors == doors
}
