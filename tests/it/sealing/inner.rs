//! Inner events: for organisers' eyes, even on the phone that wrote them.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::id::{DoorId, HouseholdId};
use stairwell::sync::certificate::{CampaignId, PersonId};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::inner::{seal_event, unwrap_event};
use stairwell::sync::keys::{SealPublic, Secret};

use crate::counter::Counter;

const CAMPAIGN: CampaignId = CampaignId([1; 32]);
const AUTHOR: PersonId = PersonId([5; 16]);
const OLD: Epoch = Epoch(Secret([1; 32]));
const NEW: Epoch = Epoch(Secret([2; 32]));

fn a_dot() -> Dot {
    Dot {
        log: LogId([6; 8]),
        seq: 1,
    }
}

fn nomination() -> Event {
    let fact = Fact::Nomination {
        whom: "the woman at number 9".into(),
    };
    let door = DoorId(a_dot());
    Event {
        at: 1_000,
        kind: fact.kind(),
        about: vec![HouseholdId::FirstOf(door).into()],
        over: Vec::new(),
        body: fact.body(),
    }
}

fn wrapped(event: &Event, epoch: &Epoch) -> Event {
    let to = Keyring::Organiser(vec![epoch.clone()])
        .inner_public()
        .unwrap();
    seal_event(CAMPAIGN, AUTHOR, event, to, &mut Counter(0)).unwrap()
}

#[test]
fn the_wrapper_says_when_and_nothing_else() {
    let wrapper = wrapped(&nomination(), &OLD);
    assert_eq!(
        (
            wrapper.at,
            wrapper.kind,
            wrapper.about.len(),
            wrapper.over.len()
        ),
        (1_000, Kind::SEALED, 0, 0)
    );
    assert!(!wrapper.body.windows(5).any(|words| words == b"woman"));
}

#[test]
fn organisers_of_any_later_epoch_read_it_and_members_never() {
    let wrapper = wrapped(&nomination(), &OLD);
    let organiser = Keyring::Organiser(vec![OLD, NEW]);
    let read = unwrap_event(CAMPAIGN, AUTHOR, wrapper.clone(), &organiser);
    assert_eq!(read, nomination());
    for keyring in [
        Keyring::Member(vec![OLD.member_keys(&[])]),
        Keyring::Organiser(vec![NEW]),
    ] {
        let left = unwrap_event(CAMPAIGN, AUTHOR, wrapper.clone(), &keyring);
        assert_eq!(left, wrapper);
    }
}

#[test]
fn it_opens_in_nobody_elses_log_nor_campaign_nor_with_a_byte_changed() {
    let wrapper = wrapped(&nomination(), &OLD);
    let organiser = Keyring::Organiser(vec![OLD]);
    for (campaign, author) in [(CampaignId([9; 32]), AUTHOR), (CAMPAIGN, PersonId([9; 16]))] {
        let left = unwrap_event(campaign, author, wrapper.clone(), &organiser);
        assert_eq!(left, wrapper);
    }
    for place in 0..wrapper.body.len() {
        let mut changed = wrapper.clone();
        changed.body[place] ^= 1;
        let left = unwrap_event(CAMPAIGN, AUTHOR, changed.clone(), &organiser);
        assert_eq!(left, changed, "byte {place}");
    }
}

#[test]
fn what_an_inner_event_strikes_is_dropped() {
    let mut striking = nomination();
    striking.over = vec![a_dot()];
    let read = unwrap_event(
        CAMPAIGN,
        AUTHOR,
        wrapped(&striking, &OLD),
        &Keyring::Organiser(vec![OLD]),
    );
    assert_eq!(read, nomination());
}

#[test]
fn nothing_is_sealed_to_a_key_that_is_none() {
    let sealed = seal_event(
        CAMPAIGN,
        AUTHOR,
        &nomination(),
        SealPublic([0; 32]),
        &mut Counter(0),
    );
    assert!(sealed.is_err());
}
