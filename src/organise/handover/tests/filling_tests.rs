//! A campaign that is filled from a package has as much as was in it.

use super::*;
use crate::organise::export::taken_out;

/// What there is in a campaign that was filled just now, as its device's journal has the time.
fn after(journal: &Journal) -> Counts {
    let now = Tonight::in_utc(2_000);
    counted(&journal.state(), now).unwrap()
}

/// The committee's device, which says who it is.
fn committee() -> Journal {
    let mut journal = Journal::default();
    journal.record(vec![about_us("Larch Lane Residents", "01632 960 002", "")]);
    journal
}

/// Fills a campaign, so many drafts at a time; answers how often it was asked.
fn fill_in(journal: &mut Journal, package: &Package, at_a_time: usize) -> usize {
    // No part is as large as all of it, and each is recorded once.
    for asked in 1..1_000 {
        match fill(&journal.state(), package, HASH).unwrap() {
            Filled::Done => return asked,
            Filled::Next(drafts) => {
                assert!(!drafts.is_empty());
                journal.record(drafts.into_iter().take(at_a_time).collect());
            }
        }
    }
    panic!("it is never done")
}

#[test]
fn r12_2_a_campaign_filled_from_a_package_has_as_much_whoever_is_interrupted_how_often() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let mut whole = committee();
    fill_in(&mut whole, &package, usize::MAX);
    let counts = after(&whole);
    assert_eq!(counts, package.counts());
    for at_a_time in [1, 7] {
        let mut interrupted = committee();
        fill_in(&mut interrupted, &package, at_a_time);
        let recorded = |journal: &Journal| journal.logs.values().map(Vec::len).sum::<usize>();
        assert_eq!(recorded(&interrupted), recorded(&whole), "{at_a_time}");
        assert_eq!(after(&interrupted), counts);
    }
    // What was written down stands there: who asked not to be knocked, what was won, who held it.
    let state = whole.state();
    let homes: Vec<DoorId> = estate::all_doors(&state)
        .into_values()
        .flatten()
        .map(|door| door.id)
        .collect();
    let unwanted = homes.iter().filter(|door| {
        let household = estate::household(&state, **door);
        estate::do_not_knock(&state, household, TODAY)
    });
    assert_eq!(unwanted.count(), 1);
    let before = held_before(&state).unwrap();
    assert_eq!(
        (before.group.as_str(), before.homes),
        ("Larch Lane Action", 24)
    );
    let issues = issues::Issues::read(&state, tonight());
    assert_eq!(issues.heard[0].name, "The lift");
    assert_eq!(issues.wins.len(), 1);
    assert_eq!(issues.closed[0].name, "The bins");
}

#[test]
fn r12_2_a_campaign_with_homes_or_another_package_is_not_filled() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let mut filled = committee();
    fill_in(&mut filled, &package, usize::MAX);
    let again = fill(&filled.state(), &package, [9; 32]);
    assert_eq!(again, Err(NotFilled::Another));
    let own = fill(&small.state(), &package, [9; 32]);
    // The same names: it is taken for what is recorded already, and never doubled.
    assert!(own.is_ok());
    let mut other = package.clone();
    other.blocks[0].name = "Elm House".into();
    let own = fill(&small.state(), &other, [9; 32]);
    assert_eq!(own, Err(NotFilled::HasHomes));
}

#[test]
fn r12_6_homes_to_be_asked_are_listed_until_they_have_said_something() {
    let mut small = estate_of(12);
    everything(&mut small);
    let package = packed(&small.state()).package;
    let mut journal = committee();
    fill_in(&mut journal, &package, usize::MAX);
    let asked = to_be_asked(&journal.state(), TODAY);
    assert_eq!(asked.len(), 2);
    for home in &asked {
        let said = consent(&journal.state(), home.household, Facet::CONTACT_CONSENT);
        assert_eq!(said, Consent::NotAsked);
    }
    let say = |journal: &mut Journal, household: HouseholdId, value: Value| {
        let about = vec![household.into(), Facet::CONTACT_CONSENT.into()];
        let stream = Stream::Stair(asked[0].stair);
        journal.record(vec![Draft::new(stream, Fact::PlainFact { value }, about)]);
    };
    say(&mut journal, asked[0].household, Value::Yes);
    assert_eq!(to_be_asked(&journal.state(), TODAY), asked[1..]);
    say(&mut journal, asked[1].household, Value::No);
    assert_eq!(to_be_asked(&journal.state(), TODAY), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn r12_2_whatever_was_said_where_nothing_that_stays_is_in_it(
        said in prop::collection::vec((0usize..24, 0u8..6), 0..16),
    ) {
        let mut small = estate_of(12);
        let mut agreed = std::collections::BTreeSet::new();
        for (place, what) in said {
            match what {
                0 => stays(&mut small, place),
                1 => says(&mut small, place, Facet::CONTACT_CONSENT, Value::Yes),
                2 => says(&mut small, place, Facet::PASSED_ON, Value::Yes),
                3 => about_home(&mut small, place, Fact::Moved {}),
                4 => about_home(&mut small, place, Fact::Hidden {}),
                _ => can_be_reached(&mut small, place, "Rhys", &format!("reach-{place};")),
            }
        }
        let state = small.state();
        for place in 0..24 {
            let household = small.household(place);
            let yes = |purpose| consent(&state, household, purpose) == Consent::Given;
            if yes(Facet::CONTACT_CONSENT) && yes(Facet::PASSED_ON) {
                agreed.insert(place);
            }
        }
        let package = packed(&state).package;
        prop_assert!(!holds(&package, STAYS));
        for place in 0..24 {
            let is_in = holds(&package, &format!("reach-{place};"));
            prop_assert!(!is_in || agreed.contains(&place), "{}", place);
        }
        let mut journal = committee();
        fill_in(&mut journal, &package, usize::MAX);
        prop_assert_eq!(after(&journal), package.counts());
        prop_assert_eq!(journal.state().of_kind(Kind::NOTE).count(), 0);
    }
}

#[test]
fn r12_2_a_package_that_is_taken_out_is_recorded_as_every_file_is() {
    let small = estate_of(4);
    let package = packed(&small.state()).package;
    let mut journal = Journal::default();
    journal.record(vec![recorded(&package)]);
    let taken = taken_out(&journal.state());
    let [taken] = &taken[..] else {
        panic!("one file: {taken:?}");
    };
    assert_eq!((&*taken.file, taken.lines), (FILE, 8));
}
