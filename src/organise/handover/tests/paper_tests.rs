//! The paper beside the tables.

use super::*;
use crate::organise::handover::paper::{counted, hand_over_paper};
use crate::t;

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
        let line = match (key, n) {
            ("handover.no_knock", 0..5) => t!("handover.few_no_knock"),
            ("handover.people", 0..5) => t!("handover.few_people"),
            ("handover.ask_again_n", 0..5) => t!("handover.few_ask_again"),
            ("handover.no", 0..5) => t!("handover.few_no"),
            _ => t!(key, n = n),
        };
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

/// So many homes asked not to be knocked, said no, or are to be asked again: none of them, and no number of few of them.
/// What makes a home one of them, how many are told, and what is said of few.
type Few = (fn(&mut Home), &'static str, &'static str);

#[test]
fn r11_5_no_number_of_few_homes_or_of_all_but_few_stands_on_the_paper() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let all = package.homes().count();
    let homes = |package: &mut Package, many: usize, of: &dyn Fn(&mut Home)| {
        let stairs = package.blocks.iter_mut().flat_map(|it| &mut it.stairs);
        let homes = stairs.flat_map(|stair| &mut stair.homes);
        for (n, home) in homes.enumerate() {
            (home.no_knock, home.reach) = (None, Reach::NotSaid);
            if n < many {
                of(home);
            }
        }
    };
    let no_knock = |home: &mut Home| home.no_knock = Some(NoKnockScope::ForGood);
    let no = |home: &mut Home| home.reach = Reach::No;
    let ask_again = |home: &mut Home| home.reach = Reach::AskAgain;
    let cases: [Few; 3] = [
        (no_knock, "handover.no_knock", "handover.few_no_knock"),
        (no, "handover.no", "handover.few_no"),
        (ask_again, "handover.ask_again_n", "handover.few_ask_again"),
    ];
    for (of, key, few) in cases {
        for (many, is_told) in [
            (0, false),
            (1, false),
            (4, false),
            (5, true),
            (all - 5, true),
            (all - 4, false),
            (all, false),
        ] {
            let mut package = package.clone();
            homes(&mut package, many, &of);
            let words = words(&package);
            let (told, few) = (t!(key, n = many), t!(few));
            assert_eq!(words.contains(&told), is_told, "{told}: {words}");
            assert_eq!(words.contains(&few), !is_told, "{few}: {words}");
        }
    }
}
