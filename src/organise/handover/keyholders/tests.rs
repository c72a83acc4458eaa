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
fn r12_5_taking_files_out_wiping_and_letting_somebody_sign_take_two_keyholders() {
    let acts = [
        Guarded::Export,
        Guarded::Wipe,
        Guarded::Admit {
            name: "Dilys".into(),
            tenure: "owner".into(),
            stair: "Dunlin House".into(),
            person: person(14),
        },
    ];
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
            Guarded::Export => Guarded::Wipe,
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
    };
    let mut small = Small::new(2);
    let id = asked(&mut small, 11, Guarded::Wipe);
    for by in [11, 12] {
        signs(&mut small, by, Role::Organiser, id);
    }
    assert_eq!(acts(&small.state(), &committee)[0].signed, 2);
}

#[test]
fn r12_5_whoever_two_let_in_signs_too_and_nobody_lets_themselves_in() {
    let admit = |n| Guarded::Admit {
        name: "Dilys".into(),
        tenure: "owner".into(),
        stair: "Dunlin House".into(),
        person: person(n),
    };
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
    assert_eq!(sign(&act, person(12)), None);
    assert!(sign(&act, person(13)).is_some());
    let strike = crate::canvass::draft::strike(&small.state(), Stream::Board, &[own]);
    small.record(11, Role::Organiser, strike.unwrap());
    assert!(!read(&small, id).decided);
}
