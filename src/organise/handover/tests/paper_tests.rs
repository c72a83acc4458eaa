//! The paper beside the tables.

use super::*;
use crate::locales;
use crate::organise::handover::paper::{counted, hand_over_paper};

/// What stands on a paper, its lines one behind the other.
fn words(package: &Package) -> String {
    let day = |day: i32| format!("day {day}");
    let file = hand_over_paper(package, &day, &locales::fill).unwrap();
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let shown = text.split(" Tj").filter_map(|part| {
        if let Some(plain) = part.strip_suffix(')') {
            // A line of its own begins it: the words may have brackets.
            return Some(plain.rsplit_once("\n(")?.1.to_string());
        }
        // What is beyond ASCII stands there in hexadecimal.
        let hex = part.strip_suffix('>')?.rsplit_once('<')?.1;
        let pairs = (0..hex.len()).step_by(2);
        let pairs = pairs.filter_map(|at| hex.get(at..at + 2));
        let bytes = pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok());
        Some(bytes.map(char::from).collect())
    });
    let lines: Vec<String> = shown.collect();
    lines.join(" ")
}

#[test]
fn r12_3_the_paper_says_in_words_and_numbers_what_is_in_the_package() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let words = words(&package);
    let from = &package.from;
    assert!(words.contains(&from.group) && words.contains(&from.contact));
    for (key, n) in counted(&package.counts()) {
        let line = t!(key, n = n);
        assert!(words.contains(&line), "{line}: {words}");
    }
    for block in &package.blocks {
        let line = format!("{}: {}", block.name, t!("handover.homes", n = 12));
        assert!(words.contains(&line), "{line}: {words}");
    }
    for issue in &package.issues {
        assert!(words.contains(&issue.name), "{}: {words}", issue.name);
        for demand in &issue.demands {
            assert!(words.contains(&demand.what), "{}: {words}", demand.what);
        }
    }
    let ask = &package.tests[0].ask;
    let figure = t!("handover.paper_tested", n = 7, of = 12);
    assert!(words.contains(ask), "{ask}: {words}");
    assert!(words.contains(&figure), "{words}");
}

#[test]
fn r12_3_no_home_no_resident_and_no_code_stands_on_the_paper() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let words = words(&package);
    let homes = package.homes().map(|home| home.label.clone());
    let people = package.homes().flat_map(|home| match &home.reach {
        Reach::PassedOn(people) => people.clone(),
        _ => Vec::new(),
    });
    let people = people.flat_map(|person| [person.name, person.reach]);
    let access = package.homes().flat_map(|home| home.access.clone());
    let stairs = package.blocks.iter().flat_map(|block| &block.stairs);
    let ways = stairs.flat_map(|stair| {
        stair.access.iter().map(|way| match way {
            Access::Block(it)
            | Access::Stair(it)
            | Access::BlockCode(it)
            | Access::StairCode(it) => it.clone(),
        })
    });
    let kept: Vec<String> = homes.chain(people).chain(access).chain(ways).collect();
    assert!(kept.len() > 25, "{kept:?}");
    for word in kept {
        assert!(!words.contains(&word), "{word}: {words}");
    }
}
