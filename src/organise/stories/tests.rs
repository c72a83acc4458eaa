//! How far a story goes, and what stops it.

#[path = "twins_tests.rs"]
mod twins;

use proptest::prelude::*;

use super::*;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Outcome;
use crate::canvass::fold::Written;
use crate::canvass::id::Facet;
use crate::canvass::language::speaks;
use crate::canvass::stream::Stream;
use crate::locales;
use crate::organise::small::{NOW, Small};

const TODAY: i32 = (NOW / 86_400) as i32;
const DAY: i64 = 86_400;
const ORGANISER: u8 = 3;
const OTHER: u8 = 4;
const WORDS: &str = "The lift stood still all winter and I carried my shopping up the stairs";

fn says(to: To) -> Says {
    Says {
        to,
        proof: Proof::Witness("Amina".into()),
        language: "en".into(),
        until: AtMost(None),
        risks_seen: false,
    }
}

/// A home that was spoken to three days ago, and its story.
fn told() -> (Small, Dot) {
    let mut small = Small::new(8);
    small.now = NOW - 3 * DAY;
    spoken(&mut small, 0);
    small.now = NOW;
    let home = small.household(0);
    let draft = tell(&small.state(), home, Teller::Themselves, WORDS, "en", TODAY).unwrap();
    let id = organise(&mut small, draft);
    (small, id)
}

fn spoken(small: &mut Small, place: usize) {
    let fact = Fact::Knock {
        outcome: Outcome::Spoke,
        by: None,
        when: None,
    };
    let about = vec![small.door(place).into()];
    small.say(7, Role::Volunteer, 0, fact, about);
}

fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

fn story(small: &Small, id: Dot) -> Story {
    let mut all = stories(&small.state()).into_iter();
    all.find(|story| story.id == id).unwrap()
}

fn agrees(small: &mut Small, id: Dot, to: To) -> Dot {
    let draft = say_yes(&story(small, id), &says(to), false, TODAY).unwrap();
    organise(small, draft)
}

fn quotes(small: &Small, to: To, today: i32) -> Vec<String> {
    let quotes = taken_out(&small.state(), to, today, Some(NOW), NOW).unwrap();
    quotes.into_iter().map(|quote| quote.words).collect()
}

proptest! {
    /// R10.1, R10.2: whatever else was said yes to, without the words and everything up to it nothing is
    /// taken out.
    #[test]
    fn r10_1_with_any_yes_missing_what_is_taken_out_is_empty(
        said in prop::collection::btree_set(0_usize..4, 0..=4),
    ) {
        let (mut small, id) = told();
        for to in &said {
            agrees(&mut small, id, To::ALL[*to]);
        }
        for (at, to) in To::ALL.into_iter().enumerate() {
            let whole = (0..=at).all(|step| said.contains(&step)) && to > To::Words;
            let expected = if whole { vec![WORDS.to_string()] } else { vec![] };
            prop_assert_eq!(quotes(&small, to, TODAY), expected, "{:?} {:?}", said, to);
        }
        let far = (0..4).take_while(|step| said.contains(step)).last();
        let far = far.map(|step| To::ALL[step]).filter(|far| *far > To::Words);
        prop_assert_eq!(story(&small, id).may(TODAY), far);
    }

    /// R10.3: a yes and what takes it back, each written without knowing of the other, come to taken
    /// back, whichever came first or is dated later.
    #[test]
    fn r10_3_taken_back_beats_a_yes_that_did_not_know_of_it(
        later in -30_i64..30,
        turn in 0_usize..20,
        all in any::<bool>(),
    ) {
        let (mut small, id) = told();
        for to in [To::Words, To::Anonymous] {
            agrees(&mut small, id, to);
        }
        let before = story(&small, id);
        // A phone that was away for weeks still has what it had.
        let stale = say_yes(&before, &says(To::Hall), false, TODAY).unwrap();
        let back = take_back(&before, (!all).then_some(To::Hall), TODAY);
        organise(&mut small, back);
        small.now = NOW + later * DAY;
        small.record(OTHER, Role::Organiser, stale);
        let mut runs = small.runs();
        let places = runs.len();
        runs.rotate_left(turn % places);
        runs.extend(small.runs());
        let state = State::fold(&runs);
        let quoted = |to| taken_out(&state, to, TODAY, Some(NOW), NOW).unwrap().len();
        prop_assert_eq!(quoted(To::Hall), 0);
        prop_assert_eq!(quoted(To::Anonymous), usize::from(!all));
        let found = stories(&state).remove(0);
        prop_assert_eq!(found.stands(To::Hall, TODAY), Stands::TakenBack);
        // Asked again, by somebody who knows of it, they may say yes.
        let again = say_yes(&found, &says(To::Hall), false, TODAY).unwrap();
        organise(&mut small, again);
        let found = story(&small, id);
        prop_assert_eq!(found.stands(To::Hall, TODAY), Stands::Yes(TODAY + HOLDS_FOR));
    }
}

#[test]
fn r10_1_a_yes_ends_at_midnight_of_its_last_day() {
    let (mut small, id) = told();
    for to in [To::Words, To::Anonymous] {
        let until = AtMost((to == To::Anonymous).then_some(TODAY + 10));
        let says = Says { until, ..says(to) };
        let draft = say_yes(&story(&small, id), &says, false, TODAY).unwrap();
        organise(&mut small, draft);
    }
    assert_eq!(quotes(&small, To::Anonymous, TODAY + 10).len(), 1);
    assert_eq!(quotes(&small, To::Anonymous, TODAY + 11).len(), 0);
    let stands = |to, day| story(&small, id).stands(to, day);
    assert_eq!(stands(To::Anonymous, TODAY + 11), Stands::Over);
    // A year where nothing else is said.
    assert_eq!(HOLDS_FOR, 365);
    assert_eq!(stands(To::Words, TODAY + 365), Stands::Yes(TODAY + 365));
    assert_eq!(stands(To::Words, TODAY + 366), Stands::Over);
}

#[test]
fn r10_1_a_yes_has_its_proof_and_holds_no_longer_than_two_years() {
    let (small, id) = told();
    let story = story(&small, id);
    for (change, why) in [
        (
            Says {
                proof: Proof::Witness(" ".into()),
                ..says(To::Words)
            },
            NoYes::NoProof,
        ),
        (
            Says {
                proof: Proof::Signature(String::new()),
                ..says(To::Words)
            },
            NoYes::NoProof,
        ),
        (
            Says {
                until: AtMost(Some(TODAY - 1)),
                ..says(To::Words)
            },
            NoYes::Until,
        ),
        (
            Says {
                until: AtMost(Some(TODAY + 733)),
                ..says(To::Words)
            },
            NoYes::Until,
        ),
    ] {
        assert_eq!(say_yes(&story, &change, false, TODAY), Err(why));
    }
}

#[test]
fn r10_2_the_teller_says_yes_to_the_final_words_and_to_no_others() {
    let (mut small, id) = told();
    for to in To::ALL {
        agrees(&mut small, id, to);
    }
    assert_eq!(story(&small, id).may(TODAY), Some(To::Press));
    let before = story(&small, id);
    let draft = rewrite(&before, "The lift was out", "en", TODAY).unwrap();
    organise(&mut small, draft);
    assert_eq!(story(&small, id).may(TODAY), None);
    assert_eq!(story(&small, id).stands(To::Words, TODAY), Stands::NotAsked);
    // Written over by two at once there are no final words.
    let other = rewrite(&before, "It was out for weeks", "en", TODAY).unwrap();
    small.record(OTHER, Role::Organiser, other);
    let both = story(&small, id);
    assert_eq!((both.versions.len(), both.told()), (2, None));
    let refused = say_yes(&both, &says(To::Words), false, TODAY);
    assert_eq!(refused, Err(NoYes::NoFinalWords));
}

#[test]
fn r10_3_what_was_taken_back_says_where_it_was_used() {
    let (mut small, id) = told();
    for to in [To::Words, To::Anonymous] {
        agrees(&mut small, id, to);
    }
    let quote = taken_out(&small.state(), To::Anonymous, TODAY, Some(NOW), NOW).unwrap();
    let home = small.household(0);
    assert_eq!(used(home, &quote[0], " ", TODAY), None);
    organise(
        &mut small,
        used(home, &quote[0], "The council", TODAY).unwrap(),
    );
    // Whoever stood at the door heard it as well as an organiser.
    let back = take_back(&story(&small, id), None, TODAY);
    small.record(7, Role::Volunteer, back.clone());
    let found = story(&small, id);
    assert_eq!(found.stands(To::Anonymous, TODAY), Stands::TakenBack);
    let uses: Vec<_> = found.uses.iter().map(|it| (it.to, &*it.place)).collect();
    assert_eq!(uses, [(To::Anonymous, "The council")]);
    // Somebody who was never there takes nothing back.
    let (mut small, id) = told();
    agrees(&mut small, id, To::Words);
    agrees(&mut small, id, To::Anonymous);
    small.record(9, Role::Volunteer, back);
    assert_eq!(quotes(&small, To::Anonymous, TODAY).len(), 1);
    // At the door they take back everything, or ask to be hidden.
    for fact in [Fact::ConsentWithdrawn {}, Fact::Hidden {}] {
        let mut small = small.clone();
        let about = vec![small.household(0).into()];
        small.say(7, Role::Volunteer, 0, fact, about);
        assert_eq!(quotes(&small, To::Anonymous, TODAY).len(), 0);
    }
    // That they may not be rung is another thing.
    let about = vec![small.household(0).into(), Facet::CONTACT_CONSENT.into()];
    small.say(7, Role::Volunteer, 0, Fact::ConsentWithdrawn {}, about);
    assert_eq!(quotes(&small, To::Anonymous, TODAY).len(), 1);
}

#[test]
fn r10_3_nothing_is_taken_out_a_day_after_the_last_sync() {
    let (mut small, id) = told();
    for to in [To::Words, To::Anonymous] {
        agrees(&mut small, id, to);
    }
    let out = |heard: Option<i64>| {
        let out = taken_out(&small.state(), To::Anonymous, TODAY, heard, NOW);
        out.map(|quotes| quotes.len())
    };
    assert_eq!(out(Some(NOW - DAY)), Ok(1));
    assert_eq!(out(Some(NOW - DAY - 1)), Err(NotTakenOut::NotSynced));
    assert_eq!(out(None), Err(NotTakenOut::NotSynced));
    // A clock that was set back is no sync.
    assert_eq!(out(Some(NOW + 60)), Err(NotTakenOut::NotSynced));
}

#[test]
fn r10_3_into_a_pack_go_the_stories_that_may_when_it_is_made_and_each_is_used() {
    let (mut small, id) = told();
    for to in [To::Words, To::Anonymous] {
        agrees(&mut small, id, to);
    }
    let state = small.state();
    let pack = |place: &str, days: i32, hours: i64| {
        let now = NOW + i64::from(days) * DAY + hours * 3600;
        let heard = now - hours * 3600;
        into_pack(&state, place, TODAY + days, Some(heard), now)
    };
    let not_synced = Err(NotInPack::NotTakenOut(NotTakenOut::NotSynced));
    assert_eq!(pack("The council", 0, 25), not_synced);
    assert_eq!(pack(" ", 0, 0), Err(NotInPack::NoPlace));
    assert_eq!(pack("The council", HOLDS_FOR + 1, 0), Err(NotInPack::None));
    let (words, drafts) = pack("The council", HOLDS_FOR, 24).unwrap();
    assert_eq!((words, drafts.len()), (vec![WORDS.to_string()], 1));
    for draft in drafts {
        organise(&mut small, draft);
    }
    let again = into_pack(&small.state(), "The council", TODAY, Some(NOW), NOW);
    assert_eq!(again, Err(NotInPack::None));
}

#[test]
fn r10_1_a_yes_says_in_which_language_its_teller_was_asked() {
    let (mut small, id) = told();
    for (to, language) in [(To::Words, "cy"), (To::Anonymous, "pl")] {
        let said = Says {
            language: language.into(),
            ..says(to)
        };
        let draft = say_yes(&story(&small, id), &said, false, TODAY).unwrap();
        organise(&mut small, draft);
    }
    let found = story(&small, id);
    let asked = |to: To, day: i32| found.asked_in(to, day).into_iter().collect::<Vec<_>>();
    assert_eq!(asked(To::Words, TODAY), ["cy"]);
    assert_eq!(asked(To::Anonymous, TODAY), ["pl"]);
    assert!(asked(To::Hall, TODAY).is_empty());
    assert!(asked(To::Words, TODAY + HOLDS_FOR + 1).is_empty());
}

#[test]
fn r10_4_each_use_is_asked_for_anew() {
    let (mut small, id) = told();
    for to in To::ALL {
        agrees(&mut small, id, to);
    }
    let quote = taken_out(&small.state(), To::Hall, TODAY, Some(NOW), NOW).unwrap();
    let home = small.household(0);
    organise(
        &mut small,
        used(home, &quote[0], "The hall", TODAY).unwrap(),
    );
    assert_eq!(story(&small, id).stands(To::Hall, TODAY), Stands::AskAgain);
    assert_eq!(quotes(&small, To::Hall, TODAY).len(), 0);
    // Of another use it says nothing.
    assert_eq!(quotes(&small, To::Press, TODAY).len(), 1);
    agrees(&mut small, id, To::Hall);
    assert_eq!(quotes(&small, To::Hall, TODAY).len(), 1);
}

#[test]
fn r10_5_what_may_tell_who_it_is_is_looked_at_before_it_is_quoted_without_a_name() {
    let (mut small, id) = told();
    let home = small.household(0);
    let found = |small: &Small, words: &str, language: &str| {
        let text = |key: &str| locales::fill(key, &[]);
        risks(&small.state(), home, words, language, text)
    };
    assert_eq!(found(&small, WORDS, "en"), []);
    for (words, risk) in [
        ("I live at number 12", Risk::Flat),
        ("Up on the top floor", Risk::Flat),
        ("I am a nurse on nights", Risk::Job),
        ("With my asthma and my diagnosis", Risk::Health),
    ] {
        assert_eq!(found(&small, words, "en"), [risk], "{words}");
    }
    assert_eq!(found(&small, WORDS, "so"), [Risk::RareLanguage]);
    // Spoken in five homes it is none.
    for place in 0..5 {
        let stream = Stream::Stair(small.stair(0));
        let draft = speaks(&small.state(), stream, small.household(place), "so");
        small.record(7, Role::Volunteer, draft);
        let expected = if place < 4 {
            vec![Risk::RareLanguage]
        } else {
            vec![]
        };
        assert_eq!(found(&small, WORDS, "so"), expected, "{place}");
    }
    let found = story(&small, id);
    let refused = say_yes(&found, &says(To::Anonymous), true, TODAY);
    assert_eq!(refused, Err(NoYes::Risks));
    let seen = Says {
        risks_seen: true,
        ..says(To::Anonymous)
    };
    assert!(say_yes(&found, &seen, true, TODAY).is_ok());
    // Under their name there is nothing to tell.
    assert!(say_yes(&found, &says(To::Hall), true, TODAY).is_ok());
}

#[test]
fn r10_no_story_is_taken_at_the_first_knock_from_a_third_party_or_of_a_child() {
    let mut small = Small::new(4);
    let home = small.household(1);
    let tell = |small: &Small, teller, words| {
        let draft = tell(&small.state(), home, teller, words, "en", TODAY);
        draft.map(|_| ())
    };
    assert_eq!(
        tell(&small, Teller::Themselves, WORDS),
        Err(NoStory::FirstKnock)
    );
    // Today's knock is the first.
    spoken(&mut small, 1);
    assert_eq!(
        tell(&small, Teller::Themselves, WORDS),
        Err(NoStory::FirstKnock)
    );
    let mut small = Small::new(4);
    small.now = NOW - DAY;
    spoken(&mut small, 1);
    assert_eq!(tell(&small, Teller::Themselves, WORDS), Ok(()));
    assert_eq!(tell(&small, Teller::Themselves, " "), Err(NoStory::NoWords));
    assert_eq!(
        tell(&small, Teller::SomebodyElse, WORDS),
        Err(NoStory::SomebodyElse)
    );
    assert_eq!(tell(&small, Teller::Child, WORDS), Err(NoStory::Child));
}

#[test]
fn what_is_no_organisers_is_no_story_and_no_yes() {
    let (mut small, id) = told();
    let yes = say_yes(&story(&small, id), &says(To::Words), false, TODAY).unwrap();
    small.record(7, Role::Volunteer, yes);
    assert_eq!(story(&small, id).stands(To::Words, TODAY), Stands::NotAsked);
    let home = small.household(0);
    let draft = tell(
        &small.state(),
        home,
        Teller::Themselves,
        "Another",
        "en",
        TODAY,
    )
    .unwrap();
    small.record(7, Role::Volunteer, draft);
    assert_eq!(stories(&small.state()).len(), 1);
    // Nor is another home's yes one to this story.
    let mut yes = say_yes(&story(&small, id), &says(To::Words), false, TODAY).unwrap();
    yes.about = vec![small.household(1).into()];
    organise(&mut small, yes);
    assert_eq!(story(&small, id).stands(To::Words, TODAY), Stands::NotAsked);
    // Whoever moves in has told nothing.
    let about = vec![home.into()];
    small.say(7, Role::Volunteer, 0, Fact::Moved {}, about);
    let runs: Vec<Written> = small.runs();
    assert_eq!(stories(&State::fold(&runs)), []);
}
