//! Who may be a keyholder, and whose signatures count.

use super::*;
use crate::organise::small::{NOW, Small};

const TODAY: i32 = (NOW / 86_400) as i32;

fn candidate(name: &str, tenure: &str, stair: &str) -> Candidate {
    let [name, tenure, stair] = [name, tenure, stair].map(str::to_string);
    Candidate {
        name,
        tenure,
        stair,
    }
}

fn three() -> Vec<Candidate> {
    vec![
        candidate("Amina", "council", "Cambrian House"),
        candidate("Bram", "council", "Dunlin House"),
        candidate("Cerys", "owner", "Cambrian House"),
    ]
}

#[test]
fn r12_1_three_persons_of_two_stairs_or_two_tenures_are_keyholders() {
    assert_eq!(flaws(&three(), 2), []);
    assert_eq!(flaws(&three(), 3), []);
    let alike = |tenures: [&str; 3], stairs: [&str; 3]| {
        let names = ["Amina", "Bram", "Cerys"];
        let all: Vec<Candidate> = (0..3)
            .map(|n| candidate(names[n], tenures[n], stairs[n]))
            .collect();
        flaws(&all, 2)
    };
    let (one, two) = (["council"; 3], ["council", " Council", "owner"]);
    let (stair, stairs) = (["A"; 3], ["A", "a ", "B"]);
    assert_eq!(alike(one, stair), [Flaw::Alike]);
    assert_eq!(
        alike(["council", "Council", " council"], ["A", "a", "A "]),
        [Flaw::Alike]
    );
    assert_eq!(alike(two, stair), []);
    assert_eq!(alike(one, stairs), []);
}

#[test]
fn r12_1_fewer_than_three_one_person_twice_or_one_who_acts_alone_are_refused() {
    assert_eq!(flaws(&three()[..2], 2), [Flaw::TooFew]);
    let mut twice = three();
    twice.push(candidate(" amina", "owner", "Dunlin House"));
    assert_eq!(flaws(&twice, 2), [Flaw::Twice("amina".into())]);
    for (needed, expected) in [(0, true), (1, true), (2, false), (3, false), (4, true)] {
        let wrong = flaws(&three(), needed).contains(&Flaw::Needed);
        assert_eq!(wrong, expected, "{needed}");
    }
    let mut nameless = three();
    nameless[1].stair.clear();
    assert_eq!(flaws(&nameless, 2), [Flaw::Missing]);
    let many: Vec<Candidate> = (0..17)
        .map(|n| candidate(&n.to_string(), "owner", &n.to_string()))
        .collect();
    assert_eq!(flaws(&many, 9), [Flaw::TooMany]);
}

/// Person n, as [`Small`] has it for whoever writes log n.
fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

fn holder(place: u8, person: Option<PersonId>) -> Holder {
    Holder {
        place,
        name: format!("Keyholder {place}"),
        tenure: "council".into(),
        stair: format!("Stair {place}"),
        person,
    }
}

/// Every device is its own person's.
fn devices() -> BTreeMap<CertificateId, PersonId> {
    let device = |n: u8| (CertificateId([n; 32]), person(n));
    (0..=u8::MAX).map(device).collect()
}

/// Two of three, who are persons 11, 12 and 13.
fn committee() -> Committee {
    let known = (0..3).map(|place| holder(place, Some(person(11 + place))));
    Committee {
        needed: 2,
        places: 3,
        holders: (0..3)
            .map(|place| holder(place, None))
            .chain(known)
            .collect(),
        devices: devices(),
    }
}

/// That this person may sign, too.
fn admit(n: u8) -> Guarded {
    Guarded::Admit {
        name: "Dilys".into(),
        tenure: "owner".into(),
        stair: "Dunlin House".into(),
        person: person(n),
    }
}

fn asked(small: &mut Small, by: u8, act: Guarded) -> Dot {
    small.record(by, Role::Organiser, ask(act, TODAY))
}

fn signs(small: &mut Small, by: u8, role: Role, act: Dot) -> Dot {
    let said = ActSigned { act };
    let draft = Draft::new(Stream::Board, Fact::ActSigned { said }, Vec::new());
    small.record(by, role, draft)
}

fn read(small: &Small, id: Dot) -> Act {
    let mut all = acts(&small.state(), &committee()).into_iter();
    all.find(|act| act.id == id).unwrap()
}

#[test]
fn r12_5_taking_files_out_and_letting_somebody_sign_take_two_keyholders() {
    let acts = [Guarded::Export, admit(14)];
    for act in acts {
        let mut small = Small::new(2);
        let id = asked(&mut small, 11, act.clone());
        let open = |small: &Small| is_open(&small.state(), &committee(), &act, TODAY);
        assert!(!open(&small), "asking signs nothing");
        signs(&mut small, 11, Role::Organiser, id);
        assert!(!open(&small), "one of two");
        // An organiser who is no keyholder, and a keyholder's name on a device that is no organiser's.
        signs(&mut small, 20, Role::Organiser, id);
        signs(&mut small, 12, Role::Trainer, id);
        assert!(!open(&small));
        signs(&mut small, 13, Role::Organiser, id);
        assert!(open(&small), "{act:?}");
        assert_eq!(read(&small, id).signed, 2);
        // Of another sort nothing is open.
        let other = match act {
            Guarded::Export => admit(14),
            _ => Guarded::Export,
        };
        assert!(!is_open(&small.state(), &committee(), &other, TODAY));
    }
}

#[test]
fn r12_5_two_devices_of_one_person_are_one_and_two_places_of_one_person_too() {
    let mut small = Small::new(2);
    let id = asked(&mut small, 11, Guarded::Export);
    signs(&mut small, 11, Role::Organiser, id);
    signs(&mut small, 11, Role::Organiser, id);
    assert_eq!(read(&small, id).signed, 1);
    // Whoever has the words of two keyholders still is one person.
    let mut both = committee();
    both.holders.push(holder(1, Some(person(11))));
    assert_eq!(acts(&small.state(), &both)[0].signed, 1);
    // And two persons who have the words of one keyholder are one place.
    signs(&mut small, 21, Role::Organiser, id);
    let mut shared = committee();
    shared.holders.push(holder(0, Some(person(21))));
    assert_eq!(acts(&small.state(), &shared)[0].signed, 1);
}

#[test]
fn r12_5_a_place_finds_its_person_whichever_is_looked_at_first() {
    // Person 11 speaks for places 0 and 1, person 12 for place 0 alone.
    let committee = Committee {
        needed: 2,
        places: 3,
        holders: vec![
            holder(0, Some(person(11))),
            holder(0, Some(person(12))),
            holder(1, Some(person(11))),
        ],
        devices: devices(),
    };
    let mut small = Small::new(2);
    let id = asked(&mut small, 11, Guarded::Export);
    for by in [11, 12] {
        signs(&mut small, by, Role::Organiser, id);
    }
    assert_eq!(acts(&small.state(), &committee)[0].signed, 2);
}

#[test]
fn r12_5_whoever_two_let_in_signs_too_and_nobody_lets_themselves_in() {
    let mut small = Small::new(2);
    let export = asked(&mut small, 11, Guarded::Export);
    let dilys = asked(&mut small, 11, admit(14));
    for act in [export, dilys] {
        signs(&mut small, 11, Role::Organiser, act);
        signs(&mut small, 14, Role::Organiser, act);
    }
    assert!(!read(&small, export).decided && !read(&small, dilys).decided);
    signs(&mut small, 12, Role::Organiser, dilys);
    assert!(read(&small, dilys).decided);
    assert_eq!(read(&small, export).signed, 2, "Dilys counts from then on");
    // A keyholder who is let in once more has no second place.
    let mut small = Small::new(2);
    let again = asked(&mut small, 11, admit(11));
    let export = asked(&mut small, 11, Guarded::Export);
    for by in [11, 12] {
        signs(&mut small, by, Role::Organiser, again);
    }
    signs(&mut small, 11, Role::Organiser, export);
    assert_eq!(read(&small, export).signed, 1);
}

#[test]
fn r12_5_what_was_signed_is_open_for_a_week_and_a_signature_can_be_taken_back() {
    let mut small = Small::new(2);
    let id = asked(&mut small, 11, Guarded::Export);
    let own = signs(&mut small, 11, Role::Organiser, id);
    signs(&mut small, 12, Role::Organiser, id);
    let act = read(&small, id);
    let open: Vec<i32> = (-1..9).filter(|day| act.is_open(TODAY + day)).collect();
    assert_eq!(open, [0, 1, 2, 3, 4, 5, 6]);
    let may = |n| may_sign(std::slice::from_ref(&act), &committee(), person(n));
    assert!(may(12) && !may(20));
    assert_eq!(sign(&act, person(12), TODAY), None);
    assert!(sign(&act, person(13), TODAY).is_some());
    assert_eq!(sign(&act, person(13), TODAY + 7), None, "it opens nothing");
    let strike = crate::canvass::draft::strike(&small.state(), Stream::Board, &[own]);
    small.record(11, Role::Organiser, strike.unwrap());
    assert!(!read(&small, id).decided);
}

#[test]
fn r12_5_a_device_that_is_only_said_to_be_a_keyholders_signs_for_nobody() {
    let mut small = Small::new(2);
    let id = asked(&mut small, 11, Guarded::Export);
    for by in [11, 12] {
        signs(&mut small, by, Role::Organiser, id);
    }
    let signed = |devices| {
        let committee = Committee {
            devices,
            ..committee()
        };
        acts(&small.state(), &committee)
            .first()
            .map(|act| act.signed)
    };
    assert_eq!(signed(devices()), Some(2));
    let device = |n| CertificateId([n; 32]);
    let mut unproven = devices();
    unproven.remove(&device(12));
    assert_eq!(signed(unproven), Some(1));
    let mut elses = devices();
    elses.insert(device(12), person(13));
    assert_eq!(signed(elses), Some(1), "its log names one, its key another");
    let mut asking = devices();
    asking.remove(&device(11));
    assert_eq!(signed(asking), None, "nor does such a device ask");
}

#[test]
fn r12_5_somebody_is_let_in_within_a_fortnight_or_asked_for_anew() {
    let second_signs_after = |days: i64| {
        let mut small = Small::new(2);
        let id = asked(&mut small, 11, admit(14));
        signs(&mut small, 11, Role::Organiser, id);
        small.now += days * 86_400;
        signs(&mut small, 12, Role::Organiser, id);
        read(&small, id)
    };
    let in_time = second_signs_after(14);
    assert!(in_time.decided && !in_time.has_ended(TODAY + 3_000));
    let late = second_signs_after(15);
    assert_eq!((late.signed, late.decided), (1, false));
    assert!(!late.has_ended(TODAY + 14) && late.has_ended(TODAY + 15));
    assert!(sign(&late, person(13), TODAY + 14).is_some());
    assert_eq!(sign(&late, person(13), TODAY + 15), None);
}

#[test]
fn r12_5_whose_devices_somebody_has_who_is_to_sign_is_shown() {
    let mut small = Small::new(2);
    for by in [20, 14] {
        asked(&mut small, by, Guarded::Export);
    }
    let read = |small: &Small, today| {
        let (state, committee) = (small.state(), committee());
        let acts = acts(&state, &committee);
        candidates(&state, &committee, &acts, today)
            .into_iter()
            .map(|(who, known)| (who, known.devices))
            .collect::<Vec<_>>()
    };
    // Logs 1 and 2 have the board and the doors; 11 is a keyholder and not among them.
    asked(&mut small, 11, admit(14));
    let others = [(person(1), 1), (person(2), 1), (person(20), 1)];
    assert_eq!(read(&small, TODAY), others, "14 is asked for");
    let again = [
        (person(1), 1),
        (person(2), 1),
        (person(14), 1),
        (person(20), 1),
    ];
    assert_eq!(read(&small, TODAY + 15), again);
    let mut unproven = committee();
    unproven.devices.remove(&CertificateId([20; 32]));
    assert!(!organisers(&small.state(), &unproven).contains_key(&person(20)));
}

#[test]
fn r12_5_whoever_is_to_sign_is_named_with_stair_and_tenure() {
    let dilys = candidate(" Dilys", "owner", "Dunlin House ");
    let draft = ask_to_admit(&dilys, person(14), TODAY).unwrap();
    let said = ActAsked {
        act: admit(14),
        day: TODAY,
    };
    assert_eq!(draft.fact, Fact::ActAsked { said });
    for lacks in ["name", "tenure", "stair"] {
        let word = |field, word| if field == lacks { " " } else { word };
        let who = candidate(word("name", "D"), word("tenure", "o"), word("stair", "s"));
        assert_eq!(ask_to_admit(&who, person(14), TODAY), Err(Flaw::Missing));
    }
}

#[test]
fn r12_5_nothing_asks_for_wiping_since_nothing_does_it() {
    let mut small = Small::new(2);
    asked(&mut small, 11, Guarded::Wipe);
    assert_eq!(acts(&small.state(), &committee()), []);
}

#[test]
fn r12_1_a_keyholder_whom_nothing_names_says_who_they_are_with_their_words() {
    let typed = || candidate("Bram", "owner", "Dunlin House");
    assert!(all_named(&committee()));
    let known = named(&committee(), 1, typed()).unwrap();
    assert_eq!((&*known.name, &*known.stair), ("Keyholder 1", "Stair 1"));
    let mut closed_while_founding = committee();
    closed_while_founding.holders.retain(|it| it.place == 0);
    assert!(!all_named(&closed_while_founding));
    assert_eq!(named(&closed_while_founding, 1, typed()), Ok(typed()));
    let nobody = named(&closed_while_founding, 1, candidate("Bram", "", " "));
    assert_eq!(nobody, Err(Flaw::Missing));
}
