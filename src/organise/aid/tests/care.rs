//! Care for children and checks, and where none of this is read.

use super::*;
use crate::canvass::act::{Act, acted};
use crate::canvass::aid::{Ages, Care, CheckSeen, Level, SafeguardingLead, Session};
use crate::canvass::basis::{Basis, Ground, Group, write_down as ground};
use crate::canvass::policy::{Home, policy};
use crate::canvass::walk::Tonight;
use crate::locales;
use crate::organise::leaders::leaders;
use crate::organise::standing::Standings;
use crate::organise::structure::Tests;
use crate::organise::week::Week;

fn session(care: Care) -> Session {
    Session {
        day: TODAY + 7,
        ages: vec![Ages::TwoToFour],
        care,
        under_two_hours: true,
        adults: vec!["Gwen".into(), "Bilal".into()],
        venue: "The community room".into(),
        first_aid: "Gwen; the box is in the kitchen".into(),
        council: "Family information, on Monday".into(),
        instead: vec![],
    }
}

#[test]
fn r9_5_a_session_says_what_it_still_lacks() {
    assert_eq!(missing(&session(Care::ParentsStay)), []);
    let bare = Session {
        adults: vec!["Gwen".into(), " gwen ".into(), String::new()],
        venue: " ".into(),
        first_aid: String::new(),
        council: String::new(),
        ..session(Care::ParentsStay)
    };
    let all = [
        Missing::TwoAdults,
        Missing::Venue,
        Missing::FirstAid,
        Missing::Council,
    ];
    assert_eq!(missing(&bare), all);
    let ageless = Session {
        ages: vec![],
        ..session(Care::ParentsStay)
    };
    assert_eq!(keep_session(ageless), Err(NoSession::NoAges));
    let mut small = estate();
    let draft = keep_session(bare.clone()).unwrap();
    small.record(VERA, Role::Volunteer, draft.clone());
    assert_eq!(sessions(&small.state()), []);
    organise(&mut small, draft);
    let kept = sessions(&small.state()).remove(0);
    assert_eq!(kept.said, bare);
    organise(&mut small, drop_session(&kept));
    assert_eq!(sessions(&small.state()), []);
}

#[test]
fn r9_5_drop_off_is_not_saved_without_a_named_lead() {
    assert_eq!(care(true, ""), Ok(Care::ParentsStay));
    assert_eq!(care(false, " "), Err(NoSession::NoLead));
    let lead = SafeguardingLead::named("Gwen").unwrap();
    assert_eq!(care(false, "Gwen"), Ok(Care::DropOff(lead)));
}

#[test]
fn r9_5_what_the_law_may_make_of_it_is_said() {
    let lead = || Care::DropOff(SafeguardingLead::named("Gwen").unwrap());
    let long = |care, ages: Vec<Ages>| Session {
        under_two_hours: false,
        ages,
        ..session(care)
    };
    let said = |session: &Session| cautions(&[], session);
    assert_eq!(said(&long(Care::ParentsStay, vec![Ages::UnderTwo])), []);
    let young = long(lead(), vec![Ages::FiveToSeven, Ages::EightUp]);
    assert_eq!(said(&young), [Caution::Register]);
    assert_eq!(said(&long(lead(), vec![Ages::EightUp])), []);
    assert_eq!(said(&session(lead())), []);
    // On four days within thirty; on three, or over longer, it is not.
    let mut small = estate();
    for after in [0, 14, 28] {
        let one = Session {
            day: TODAY + 7 + after,
            ..session(lead())
        };
        organise(&mut small, keep_session(one).unwrap());
    }
    let all = sessions(&small.state());
    let on = |day| Session {
        day: TODAY + 7 + day,
        ..session(lead())
    };
    assert_eq!(cautions(&all, &on(28)), []);
    assert_eq!(cautions(&all, &on(29)), [Caution::Regulated]);
    assert_eq!(cautions(&all, &on(42)), []);
    let stays = Session {
        care: Care::ParentsStay,
        ..on(29)
    };
    assert_eq!(cautions(&all, &stays), []);
}

#[test]
fn r9_6_of_a_check_its_level_who_saw_it_when_and_when_again_are_kept_and_no_number() {
    let mut small = estate();
    let home = small.household(0);
    let keep = |by, days| seen(home, Level::Enhanced, by, days, vec![]).map(|_| ());
    let year = (TODAY, TODAY + 365);
    for (by, days, why) in [
        (" ", year, NoCheck::Nobody),
        ("Gwen, 001234567890", year, NoCheck::Number),
        ("Gwen 12 34", year, NoCheck::Number),
        ("Gwen", (TODAY, TODAY), NoCheck::Recheck),
        ("Gwen", (TODAY, TODAY + 4 * 365), NoCheck::Recheck),
    ] {
        assert_eq!(keep(by, days), Err(why), "{by}");
    }
    let draft = seen(home, Level::Basic, " Gwen ", year, vec![]).unwrap();
    small.record(VERA, Role::Volunteer, draft.clone());
    assert_eq!(checks(&small.state()), []);
    organise(&mut small, draft);
    let check = checks(&small.state()).remove(0);
    // Nothing else has a place in it.
    let CheckSeen {
        level,
        seen_by,
        day,
        recheck,
        instead,
    } = check.said.clone();
    assert_eq!((level, &*seen_by, instead), (Level::Basic, "Gwen", vec![]));
    assert_eq!((day, recheck), year);
    assert!(!check.is_due(TODAY + 364) && check.is_due(TODAY + 365));
    let about = vec![home.into()];
    small.say(VERA, Role::Volunteer, 0, Fact::Moved {}, about);
    assert_eq!(checks(&small.state()), []);
}

/// All that is counted of the doors, asked of them or taken out, in words.
fn counted(small: &Small) -> String {
    let state = small.state();
    let standings = Standings::read(&state, TODAY).unwrap();
    let levels: Vec<_> = standings
        .homes
        .iter()
        .map(|it| (it.door, it.level))
        .collect();
    let tests = Tests::read(&state, TODAY);
    let week = Week::read(&state, Tonight::in_utc(NOW));
    let leaders = leaders(&state, TODAY);
    let files: String = Export::ALL.map(|export| file(small, export)).concat();
    format!("{levels:?}{tests:?}{week:?}{leaders:?}{files}")
}

#[test]
fn must_not_9_no_level_no_test_no_figure_and_no_file_knows_who_needs_or_offers_what() {
    let mut small = estate();
    let group = Group::Members;
    let on = Ground::new(group, Basis::Consent, group.conditions()[0], "The policy").unwrap();
    let on = ground(&small.state(), Some(&on));
    small.record(1, Role::Organiser, on);
    let act = acted(small.household(3), Act::Signed, TODAY, vec![]);
    small.record(VERA, Role::Volunteer, act);
    let before = counted(&small);
    says(&mut small, 0, Way::Needs, Help::Shopping);
    says(&mut small, 1, Way::Offers, Help::Shopping);
    let state = small.state();
    let need = needs(&state, TODAY).remove(0);
    let draft = propose(&need, &suggestions(&state, &need, TODAY)[0], TODAY);
    organise(&mut small, draft);
    agrees(&mut small, Way::Needs);
    agrees(&mut small, Way::Offers);
    let home = small.household(0);
    let check = seen(home, Level::Basic, "Gwen", (TODAY, TODAY + 90), vec![]).unwrap();
    organise(&mut small, check);
    organise(
        &mut small,
        keep_session(session(Care::ParentsStay)).unwrap(),
    );
    let stairs = [small.stair(0)].into();
    organise(
        &mut small,
        keep_pod(("Larch", "Gwen", ""), &stairs, vec![]).unwrap(),
    );
    assert_eq!(the_match(&small).stands(TODAY), Stands::Both);
    assert_eq!(counted(&small), before);
}

#[test]
fn must_not_9_there_is_no_open_board_of_needs() {
    // Each lies in inner, which organisers alone read.
    for kind in [
        Kind::NEED,
        Kind::OFFER,
        Kind::PROPOSED,
        Kind::MATCH_YES,
        Kind::AID_TAKEN_BACK,
        Kind::CHECK_SEEN,
        Kind::SESSION,
        Kind::POD,
    ] {
        assert_eq!(policy(kind).map(|row| row.home), Some(Home::Inner));
    }
}

#[test]
fn must_not_9_nothing_says_that_anybody_is_safe_and_nothing_asks_for_money_or_a_childs_name() {
    let pages = include_str!("../../../locales/en/aid.json");
    let taps = include_str!("../../../locales/en/neighbours.json");
    let texts: Vec<String> = [pages, taps]
        .iter()
        .flat_map(|part| {
            let part: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(part).unwrap();
            part.into_iter()
                .map(|(_, text)| text.to_string().to_lowercase())
        })
        .collect();
    assert!(texts.len() > 20);
    for text in &texts {
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
        for claim in [
            "safe", "trusted", "vetted", "verified", "approved", "cleared",
        ] {
            assert!(!words.contains(&claim), "{text}");
        }
        for money in ["pay", "paid", "fee", "deposit", "donate", "donation"] {
            assert!(!words.contains(&money), "{text}");
        }
    }
    // The one sentence with a child's name in it says that there is none.
    let named = texts.iter().filter(|text| text.contains("name of a child"));
    assert!(
        named
            .clone()
            .all(|text| text.contains("no name of a child"))
    );
    assert!(!locales::fill("aid.no_names", &[]).is_empty());
}
