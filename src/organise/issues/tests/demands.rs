//! R5.2, R5.3, R5.5, R5.6: what is made of an issue, and what comes of it.

use super::*;

/// An estate with one issue that one home raises.
fn estate() -> (Estate, Dot) {
    let mut estate = Estate::new(10);
    estate.raises(0, DAMP);
    let id = estate.issue("Wet homes", &["damp and mould"]);
    (estate, id)
}

fn terms(target: Option<&str>) -> Terms {
    Terms {
        who: "The landlord".into(),
        what: "Mend the roofs of flats 1 to 8".into(),
        by: Some(TODAY + 90),
        know: "No wet wall after the next storm".into(),
        target: target.map(|words| Target::named(words).unwrap()),
        decides: None,
    }
}

#[test]
fn r5_2_without_a_target_it_is_a_problem_and_not_yet_an_issue() {
    let (mut estate, id) = estate();
    let stage = |estate: &Estate| estate.read().heard[0].stage();
    assert_eq!(stage(&estate), Stage::Problem);
    let nothing = Terms::default();
    assert_eq!(demand(&estate.small.state(), id, None, &nothing), None);
    let draft = demand(&estate.small.state(), id, None, &terms(None)).unwrap();
    let of = estate.organise(draft);
    assert_eq!(stage(&estate), Stage::Problem);
    let card = estate.read().heard[0].clone();
    assert_eq!(card.words[0].source.words, "Damp and mould");
    assert_eq!(card.demands[0].terms(), terms(None));
    assert_eq!(terms(None).missing(), [Missing::Target, Missing::Decides]);
    // The same demand, now of somebody.
    let mut whole = terms(Some("Cabinet member for housing"));
    whole.decides = Some(TODAY + 14);
    let draft = demand(&estate.small.state(), id, Some(of), &whole).unwrap();
    estate.organise(draft);
    assert_eq!(stage(&estate), Stage::Issue);
    let demands = estate.read().heard[0].demands.clone();
    assert_eq!(demands.len(), 1);
    assert_eq!((demands[0].id, demands[0].terms()), (of, whole.clone()));
    assert!(whole.missing().is_empty());
    assert_eq!(Terms::default().missing().len(), 5);
}

#[test]
fn r5_2_two_organisers_who_change_a_demand_at_once_are_both_shown() {
    let (mut estate, id) = estate();
    let draft = demand(&estate.small.state(), id, None, &terms(None)).unwrap();
    let of = estate.organise(draft);
    let seen = estate.small.state();
    for (by, target) in [(ORGANISER, "Head of repairs"), (4, "Leader of the council")] {
        let draft = demand(&seen, id, Some(of), &terms(Some(target))).unwrap();
        estate.small.record(by, Role::Organiser, draft);
    }
    assert_eq!(estate.read().heard[0].demands[0].versions.len(), 2);
}

#[test]
fn must_not_5_a_target_is_an_office_and_never_how_to_reach_somebody_or_where_they_live() {
    for office in [
        "Cabinet member for housing",
        "Head of repairs, northern area 2",
        "Head of repairs, blocks 2 to 9",
        "Manager of the Lime Road office",
        "Chair of the board",
    ] {
        assert_eq!(Target::named(office).unwrap().words(), office);
    }
    assert_eq!(Target::named("  "), Err(NoTarget::Empty));
    for private in [
        "head@example.org",
        "Jo, 01632 960 001",
        "Jo, Lime Road, ZZ1 9ZZ",
        "Jo, Lime Road zz19zz",
        "Jo, 12 Lime Road",
        "Jo, 12a Old Lime Tree Close",
        "whoever lives in flat 6",
    ] {
        assert_eq!(Target::named(private), Err(NoTarget::Private), "{private}");
    }
    // Written by whatever program, nothing of the sort is read.
    let (mut estate, id) = estate();
    let mut draft = demand(&estate.small.state(), id, None, &terms(None)).unwrap();
    if let Fact::Demand { said } = &mut draft.fact {
        said.target = "Jo, 12 Lime Road".into();
    }
    estate.organise(draft);
    let read = estate.read().heard[0].demands[0].terms();
    assert_eq!(read.target, None);
    assert_eq!(estate.read().heard[0].stage(), Stage::Problem);
}

#[test]
fn r5_3_a_residents_group_answers_yes_no_or_unsure_on_a_day_and_nothing_is_added_up() {
    let (mut estate, id) = estate();
    let answers = BTreeMap::from([
        (Question::Winnable, Check::Yes),
        (Question::Widely, Check::No),
        (Question::Together, Check::Unsure),
    ]);
    let state = estate.small.state();
    assert_eq!(checked(&state, id, " ", TODAY, &answers), None);
    assert_eq!(
        checked(&state, id, "Stair A", TODAY, &BTreeMap::new()),
        None
    );
    estate.organise(checked(&state, id, "Stair A", TODAY, &answers).unwrap());
    let said = estate.read().heard[0].answered.clone();
    let expected = Answered {
        by: "Stair A".into(),
        day: TODAY,
        answers: answers.clone(),
    };
    assert_eq!(said, [expected]);
    // Another group's stand beside it; their own are said anew.
    let other = BTreeMap::from([(Question::Winnable, Check::No)]);
    for (by, day) in [("Tenants of Dunlin", TODAY), ("stair a", TODAY + 7)] {
        let draft = checked(&estate.small.state(), id, by, day, &other).unwrap();
        estate.organise(draft);
    }
    let said = estate.read().heard[0].answered.clone();
    let groups: Vec<_> = said.iter().map(|it| (it.by.as_str(), it.day)).collect();
    assert_eq!(
        groups,
        [("stair a", TODAY + 7), ("Tenants of Dunlin", TODAY)]
    );
    // A no does not sink it, nor do yeses raise it: what is raised by most homes comes first.
    estate.raises(1, LIFT);
    estate.raises(2, LIFT);
    assert_eq!(list(&estate.read()), [("The lift", 2), ("Wet homes", 1)]);
}

/// 4 September 2019.
const THEN: i32 = 18_143;

/// Walden House and Cundy Street: 40 homes of council tenants, 111 of private ones, and the right to
/// return, which some had in writing and the others were not offered.
#[test]
fn r5_5_walden_has_it_in_writing_and_cundy_was_not_offered_it() {
    let mut estate = Estate::new(111);
    for place in 0..40 {
        estate.held(place, "council");
    }
    for place in 111..222 {
        estate.held(place, "private");
    }
    estate.says(0, "Nobody tells us whether we come back");
    let words = "nobody tells us whether we come back";
    let id = estate.issue("Coming back", &[words]);
    let back = Terms {
        what: "The right to return".into(),
        ..terms(Some("The estate's owner"))
    };
    let draft = demand(&estate.small.state(), id, None, &back).unwrap();
    let right = estate.organise(draft);
    let written = |document: &str| Step::Written {
        document: document.into(),
    };
    assert_eq!(came_of_it(right, "council", written(" "), THEN), None);
    assert_eq!(came_of_it(right, " ", Step::Asked, THEN), None);
    for (tenure, step, day) in [
        ("council", Step::Asked, THEN - 120),
        ("private", Step::Asked, THEN - 120),
        ("council", written("Letter to tenants"), THEN),
        ("private", Step::Refused, THEN),
    ] {
        estate.organise(came_of_it(right, tenure, step, day).unwrap());
    }
    let issues = estate.read();
    let tenures: Vec<&str> = issues.tenures.iter().map(String::as_str).collect();
    assert_eq!(tenures, ["council", "private"]);
    let row = &issues.wins[&right];
    let now = |tenure: &str| -> Vec<(Step, i32)> {
        let entries = row[tenure].now().iter();
        entries.map(|it| (it.step.clone(), it.day)).collect()
    };
    assert_eq!(now("council"), [(written("Letter to tenants"), THEN)]);
    assert_eq!(now("private"), [(Step::Refused, THEN)]);
    // What was before stays in the log.
    assert_eq!(row["council"].log.len(), 2);
    let of = |tenure: &str| {
        let homes = issues.homes.iter();
        homes
            .filter(|home| home.tenure.as_deref() == Some(tenure))
            .count()
    };
    assert_eq!((of("council"), of("private")), (40, 111));
}

#[test]
fn r5_5_what_was_written_down_wrongly_is_taken_out_and_two_words_for_one_day_both_stand() {
    let (mut estate, id) = estate();
    let draft = demand(&estate.small.state(), id, None, &terms(None)).unwrap();
    let of = estate.organise(draft);
    estate.organise(came_of_it(of, "Council", Step::Delivered, TODAY).unwrap());
    let other = came_of_it(of, "council", Step::Broken, TODAY).unwrap();
    estate.small.record(4, Role::Organiser, other);
    let cell = estate.read().wins[&of]["council"].clone();
    assert_eq!(cell.now().len(), 2);
    let wrong = cell.now().iter().find(|it| it.step == Step::Delivered);
    estate.organise(was_wrong(of, wrong.unwrap()));
    let cell = estate.read().wins[&of]["council"].clone();
    let steps: Vec<_> = cell.log.iter().map(|it| it.step.clone()).collect();
    assert_eq!(steps, [Step::Broken]);
    // A volunteer's word is none.
    let sneaked = came_of_it(of, "council", Step::Delivered, TODAY + 1).unwrap();
    estate.small.record(VERA, Role::Volunteer, sneaked);
    assert_eq!(estate.read().wins[&of]["council"], cell);
}

#[test]
fn r5_6_what_led_nowhere_is_kept_with_its_reason_and_may_be_taken_up_again() {
    let (mut estate, id) = estate();
    let state = estate.small.state();
    assert_eq!(close(&state, id, Ending::CulDeSac, " ", TODAY), None);
    let why = "Nobody can say who owns the drain";
    let draft = close(&state, id, Ending::CulDeSac, why, TODAY).unwrap();
    estate.organise(draft);
    let issues = estate.read();
    assert!(issues.heard.is_empty());
    let closed = &issues.closed[0];
    assert_eq!(
        (closed.name.as_str(), closed.stage()),
        ("Wet homes", Stage::Closed)
    );
    let said: Vec<_> = closed
        .closed
        .iter()
        .map(|it| (it.ending, it.why.as_str()))
        .collect();
    assert_eq!(said, [(Ending::CulDeSac, why)]);
    assert_eq!(issues.find(&Tag::Issue(id)), Some(closed));
    // Years later it is there, its homes gone or not.
    let gone = vec![estate.small.household(0).into()];
    estate.small.board(Fact::Erased {}, gone);
    assert_eq!(estate.read().closed[0].closed[0].why, why);
    let again = "The deeds were found";
    let draft = close(&estate.small.state(), id, Ending::Open, again, TODAY).unwrap();
    estate.organise(draft);
    estate.raises(1, DAMP);
    assert_eq!(list(&estate.read()), [("Wet homes", 1)]);
}
