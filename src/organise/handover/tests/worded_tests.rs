//! What is worded for a party stays, in whatever language it is written; a name that cannot stay is shown.

use super::*;
use crate::canvass::fact::{BlockKind, StairKind};
use crate::canvass::id::{BlockId, StairId};
use crate::canvass::walk::Tonight;
use crate::organise::estates;

/// Somebody's words of a party in each of the languages.
const OF_EACH: [&str; 7] = [
    "Members of the Tories",
    "Pleidleisiwch i Blaid Cymru",
    "ووٹ دیں",
    "عضو حزب العمال",
    "লেবারকে ভোট",
    "Głosujemy na laburzystów",
    "Codbixinta degmada",
];

#[test]
fn r12_2_what_is_worded_for_a_party_stays_and_is_named_to_whoever_packs() {
    let mut small = estate_of(12);
    everything(&mut small);
    let before = packed(&small.state()).package;
    let issue = organise(&mut small, issues::name(PARTY).unwrap());
    let why = issues::close(&small.state(), issue, Ending::CulDeSac, "No", TODAY);
    organise(&mut small, why.unwrap());
    let first = small.stair(0);
    let words = say(
        &small.state(),
        Stream::Stair(first),
        Place::Door(small.door(2)),
        PARTY,
    );
    organise(&mut small, words.unwrap());
    let Packed {
        package, left_out, ..
    } = packed(&small.state());
    assert!(!holds(&package, PARTY));
    assert_eq!(package, before);
    let expected = [LeftOut::Access(PARTY.into()), LeftOut::Issue(PARTY.into())];
    assert_eq!(left_out, expected);
}

#[test]
fn r12_2_a_documents_and_a_trainers_words_of_a_party_stay_too() {
    let mut small = estate_of(12);
    everything(&mut small);
    let before = packed(&small.state()).package;
    let state = small.state();
    let issues = issues::Issues::read(&state, tonight());
    let mut demands = issues.heard.iter().flat_map(|heard| &heard.demands);
    let demand = demands.next().unwrap().id;
    let step = Step::Written {
        document: PARTY.into(),
    };
    let won = issues::came_of_it(demand, "council", step, TODAY);
    organise(&mut small, won.unwrap());
    let trained = training::trained(&small.state(), "Ceri", PARTY, TODAY);
    organise(&mut small, trained.unwrap());
    let Packed {
        package, left_out, ..
    } = packed(&small.state());
    assert!(!holds(&package, PARTY));
    assert_eq!(package.trained, before.trained);
    assert_eq!(package.counts().demands + 1, before.counts().demands);
    assert!(left_out.contains(&LeftOut::Training(PARTY.into())));
    let demands = |it: &&LeftOut| matches!(it, LeftOut::Demand(_));
    assert_eq!(left_out.iter().filter(demands).count(), 1);
}

/// A home in a block of its own, whatever its words.
fn block_of(small: &mut Small, names: [&str; 3]) -> (BlockId, StairId, DoorId) {
    let [block, stair, label] = names.map(str::to_string);
    let fact = Fact::Block {
        name: block,
        kind: BlockKind::Building,
    };
    let block = BlockId(organise(small, Draft::new(Stream::Board, fact, vec![])));
    let fact = Fact::Stair {
        name: stair,
        kind: StairKind::Entrance,
    };
    let draft = Draft::new(Stream::Board, fact, vec![block.into()]);
    let stair = StairId(organise(small, draft));
    let fact = Fact::Door {
        label,
        floor: None,
        order: 0,
        uprn: None,
    };
    let draft = Draft::new(Stream::Stair(stair), fact, vec![]);
    (block, stair, DoorId(organise(small, draft)))
}

/// Where words can be written that would go along, but for places' names and who held it.
type Field = fn(&mut Small, &str) -> LeftOut;

/// Each of them, with what it comes to.
const FIELDS: [(&str, Field); 17] = [
    ("an issue", |small, words| {
        closed(small, words, "It is done");
        LeftOut::Issue(words.into())
    }),
    ("why it is closed", |small, words| {
        closed(small, "The yard", words);
        LeftOut::Issue("The yard".into())
    }),
    ("what is demanded", |small, words| {
        demand(small, |terms| terms.what = words.into());
        LeftOut::Demand(words.into())
    }),
    ("who is to do it", |small, words| {
        demand(small, |terms| terms.who = words.into());
        LeftOut::Demand("Light".into())
    }),
    ("how anybody will know", |small, words| {
        demand(small, |terms| terms.know = words.into());
        LeftOut::Demand("Light".into())
    }),
    ("who decides", |small, words| {
        demand(small, |terms| {
            terms.target = issues::Target::named(words).ok()
        });
        LeftOut::Demand("Light".into())
    }),
    ("whom it was won for", |small, words| {
        let demand = demand(small, |_| {});
        organise(
            small,
            issues::came_of_it(demand, words, Step::Asked, TODAY).unwrap(),
        );
        LeftOut::Demand("Light".into())
    }),
    ("what it was written in", |small, words| {
        let demand = demand(small, |_| {});
        let step = Step::Written {
            document: words.into(),
        };
        organise(
            small,
            issues::came_of_it(demand, "council", step, TODAY).unwrap(),
        );
        LeftOut::Demand("Light".into())
    }),
    ("what a test asked", |small, words| {
        conversations(small, words);
        LeftOut::Test(words.into())
    }),
    ("words about a block", |small, words| {
        let (stream, block) = (stream(small, 0), small.block(0));
        let draft = say(&small.state(), stream, Place::Block(block), words);
        organise(small, draft.unwrap());
        LeftOut::Access(words.into())
    }),
    ("words about a stair", |small, words| {
        let (stream, stair) = (stream(small, 0), small.stair(0));
        let draft = say(&small.state(), stream, Place::Stair(stair), words);
        organise(small, draft.unwrap());
        LeftOut::Access(words.into())
    }),
    ("words about a door", |small, words| {
        let (stream, door) = (stream(small, 2), small.door(2));
        let draft = say(&small.state(), stream, Place::Door(door), words);
        organise(small, draft.unwrap());
        LeftOut::Access(words.into())
    }),
    ("how a home is held", |small, words| {
        says(small, 7, Facet::TENURE, Value::Words(words.into()));
        LeftOut::Tenure(words.to_lowercase())
    }),
    ("who was trained", |small, words| {
        let draft = training::trained(&small.state(), words, "Olwen", TODAY);
        organise(small, draft.unwrap());
        LeftOut::Training(words.into())
    }),
    ("who trained", |small, words| {
        let draft = training::trained(&small.state(), "Ceri", words, TODAY);
        organise(small, draft.unwrap());
        LeftOut::Training(words.into())
    }),
    ("who climbed", |small, words| {
        let rung = RungOfTraining::LedStair;
        let draft = training::climbed(&small.state(), words, rung, "Olwen", TODAY);
        organise(small, draft.unwrap());
        LeftOut::Training(words.into())
    }),
    ("who saw it", |small, words| {
        let rung = RungOfTraining::LedStair;
        let draft = training::climbed(&small.state(), "Ceri", rung, words, TODAY);
        organise(small, draft.unwrap());
        LeftOut::Training(words.into())
    }),
];

/// An issue that is over.
fn closed(small: &mut Small, name: &str, why: &str) {
    let issue = organise(small, issues::name(name).unwrap());
    let why = issues::close(&small.state(), issue, Ending::CulDeSac, why, TODAY);
    organise(small, why.unwrap());
}

/// A demand that there is light, worded otherwise.
fn demand(small: &mut Small, change: impl Fn(&mut issues::Terms)) -> crate::canvass::dot::Dot {
    let issue = organise(small, issues::name("The light").unwrap());
    let mut terms = issues::Terms {
        who: "The council".into(),
        what: "Light".into(),
        by: None,
        know: "It is light".into(),
        target: issues::Target::named("Head of housing").ok(),
        decides: None,
    };
    change(&mut terms);
    let draft = issues::demand(&small.state(), issue, None, &terms).unwrap();
    organise(small, draft)
}

#[test]
fn r12_2_words_of_a_party_stay_wherever_and_in_whichever_language_they_are_written() {
    for (field, write) in FIELDS {
        for words in OF_EACH {
            let mut small = estate_of(12);
            everything(&mut small);
            let left = write(&mut small, words);
            let Packed {
                package,
                left_out,
                named,
            } = packed(&small.state());
            assert!(!holds(&package, words), "{field}: {words}");
            // A tenure is kept in small letters.
            assert!(!holds(&package, &words.to_lowercase()), "{field}: {words}");
            assert_eq!(left_out, [left], "{field}: {words}");
            assert_eq!(named, [], "{field}: {words}");
        }
        // Any other words go along.
        let mut small = estate_of(12);
        everything(&mut small);
        write(&mut small, "aderyn bach");
        let Packed {
            package, left_out, ..
        } = packed(&small.state());
        assert!(holds(&package, "aderyn bach"), "{field}");
        assert_eq!(left_out, [], "{field}");
    }
}

#[test]
fn r12_2_a_code_of_a_partys_words_stays_and_a_code_goes_along() {
    let mut small = estate_of(4);
    let stair = small.stair(0);
    for code in ["4711", "C 12 #", "Tory 12"] {
        let entrance = Entrance::Stair(stair);
        let draft = say_code(&small.state(), Stream::Stair(stair), entrance, code);
        organise(&mut small, draft.unwrap());
        let Packed {
            package, left_out, ..
        } = packed(&small.state());
        let stays = code == "Tory 12";
        assert_eq!(holds(&package, code), !stays, "{code}");
        let left: Vec<LeftOut> = stays
            .then(|| LeftOut::Access(code.into()))
            .into_iter()
            .collect();
        assert_eq!(left_out, left);
    }
}

#[test]
fn r12_2_nobody_is_passed_on_in_words_of_a_party_and_the_committee_asks_instead() {
    let people = |names: [(&str, &str); 2], yes: Value| {
        let mut small = estate_of(4);
        for (name, reach) in names {
            can_be_reached(&mut small, 0, name, reach);
        }
        says(&mut small, 0, Facet::CONTACT_CONSENT, Value::Yes);
        says(&mut small, 0, Facet::PASSED_ON, yes);
        packed(&small.state())
    };
    let amina = ("Amina", "07700 900001");
    let reached = Reach::PassedOn(vec![Person {
        name: "Amina".into(),
        reach: "07700 900001".into(),
    }]);
    for words in OF_EACH {
        for of_party in [(words, "07700 900002"), ("Bram", words)] {
            // Somebody else there is reached as ever.
            let Packed {
                package, left_out, ..
            } = people([amina, of_party], Value::Yes);
            assert!(!holds(&package, words), "{words}");
            assert_eq!(home(&package, 0).reach, reached);
            assert_eq!(left_out, [LeftOut::Person(words.into())]);
            let Packed {
                package, left_out, ..
            } = people([of_party, of_party], Value::Yes);
            assert!(!holds(&package, words), "{words}");
            assert!(!holds(&package, "07700"), "{words}");
            assert_eq!(home(&package, 0).reach, Reach::AskAgain);
            assert_eq!(left_out, [LeftOut::Person(words.into())]);
            // Of whoever said no nothing would go along, and nothing is told.
            let Packed {
                package, left_out, ..
            } = people([of_party, of_party], Value::No);
            assert_eq!(home(&package, 0).reach, Reach::No);
            assert_eq!(left_out, []);
        }
    }
}

#[test]
fn r12_2_a_name_that_homes_hang_on_goes_along_and_is_shown_before_where_it_names_a_party() {
    for words in OF_EACH {
        let within = |words: &str, block: &str| InBlock {
            words: words.into(),
            block: block.into(),
        };
        for (place, names, named) in [
            (0, ["Larch House", "East", "Flat 1"], vec![]),
            (
                1,
                [words, "East", "Flat 1"],
                vec![Named::Block(words.into())],
            ),
            (
                2,
                ["Larch House", words, "Flat 1"],
                vec![Named::Stair(within(words, "Larch House"))],
            ),
            (
                3,
                ["Larch House", "East", words],
                vec![Named::Door(within(words, "Larch House"))],
            ),
        ] {
            let mut small = estate_of(4);
            block_of(&mut small, names);
            let of_it = packed(&small.state());
            assert_eq!(of_it.named, named, "{place} {words}");
            assert_eq!(of_it.left_out, []);
            // Nothing is lost by it.
            let block = of_it.package.blocks.iter().find(|it| it.name == names[0]);
            let stair = &block.unwrap().stairs[0];
            assert_eq!((&*stair.name, &*stair.homes[0].label), (names[1], names[2]));
        }
    }
}

#[test]
fn r12_2_an_estate_an_entrance_and_who_held_it_are_shown_and_can_be_worded_anew() {
    for words in OF_EACH {
        let mut small = estate_of(4);
        let (block, _, door) = block_of(&mut small, ["Larch House", "", "Flat 1"]);
        let named = |small: &Small| packed(&small.state()).named;
        let place = |small: &mut Small, entrance: &str| {
            let fact = Fact::Placed {
                entrance: Some(entrance.into()),
                floor: None,
                order: 0,
            };
            organise(small, Draft::new(Stream::Board, fact, vec![door.into()]))
        };
        let first = place(&mut small, words);
        let entrance = Named::Entrance(InBlock {
            words: words.into(),
            block: "Larch House".into(),
        });
        assert_eq!(named(&small), [entrance]);
        let strike = crate::canvass::draft::strike(&small.state(), Stream::Board, &[first]);
        organise(&mut small, strike.unwrap());
        place(&mut small, "East");
        assert_eq!(named(&small), []);

        for draft in estates::put(&small.state(), [block], words) {
            organise(&mut small, draft);
        }
        assert_eq!(named(&small), [Named::Estate(words.into())]);
        for draft in estates::put(&small.state(), [block], "Larch Lane") {
            organise(&mut small, draft);
        }
        assert_eq!(named(&small), []);

        for (group, contact) in [(words, "01632 960 001"), ("Larch Lane Action", words)] {
            let mut small = Small::new(4);
            organise(&mut small, about_us(group, contact, ""));
            assert_eq!(named(&small), [Named::Holder(words.into())]);
            let package = packed(&small.state()).package;
            // Residents are told who held it, whoever that was.
            assert_eq!(
                (&*package.from.group, &*package.from.contact),
                (group, contact)
            );
        }
    }
}

#[test]
fn r12_2_what_was_taken_in_is_counted_whatever_its_words() {
    let mut small = estate_of(12);
    everything(&mut small);
    closed(&mut small, PARTY, "It is done");
    let counts = counted(&small.state(), Tonight::in_utc(NOW)).unwrap();
    let package = packed(&small.state()).package.counts();
    assert_eq!(counts.issues, package.issues + 1);
}
