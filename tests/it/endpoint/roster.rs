//! What an organiser's device makes of the members the endpoint shows: who is on, what may still
//! be joined by, and who may be taken off by whom.

use stairwell::canvass::fold::State;
use stairwell::organise::roster::{Off, Roster, roster};
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::wire::{Members, Revoke, Revoked, path};

use super::camp::{Camp, FIRST, only};
use crate::site::Desk;

fn seen(camp: &Camp, by: &Desk) -> Roster {
    let members: Members = camp.site.ask(path::MEMBERS, Some(by.token()), &());
    roster(&State::default(), by.device(), &members, camp.site.now())
}

#[test]
fn a_trainers_phone_goes_with_the_invitations_it_made_and_without_those_who_joined_by_them() {
    let mut camp = Camp::new();
    let link = camp.tova.invite(&camp.site, Role::Volunteer, only(FIRST));
    Desk::joined(&camp.site, &link, "Nell", 8);
    // Another, which nobody has used.
    let open = camp.tova.invite(&camp.site, Role::Volunteer, only(FIRST));
    let all = seen(&camp, &camp.olwen);
    assert_eq!(all.devices.len(), 5);
    assert_eq!(all.organisers(), 1);
    let tova = all.device(camp.tova.device().joined_as).unwrap();
    assert!(tova.may_take_off && !tova.is_this && tova.off == Off::No);
    assert_eq!((tova.role, tova.below), (Role::Trainer, 1));
    let made: Vec<_> = tova.invitations.clone();
    assert!(made.iter().all(|id| all.invitation(*id).is_some()));
    assert!(!made.is_empty(), "{open}");
    let olwen = all.device(camp.olwen.device().joined_as).unwrap();
    assert!(olwen.is_this && !olwen.may_take_off);

    let certificate = tova.subject;
    let question = Revoke { certificate };
    let _: Revoked = camp
        .site
        .ask(path::REVOKE, Some(camp.olwen.token()), &question);
    // The board does not say so yet: it was begun, not finished.
    let all = seen(&camp, &camp.olwen);
    assert_eq!(all.device(certificate).unwrap().off, Off::Begun);
    assert_eq!(all.devices.last().unwrap().subject, certificate);
}

#[test]
fn an_organiser_takes_off_whom_they_invited_and_not_who_invited_them() {
    let mut camp = Camp::new();
    let link = camp
        .olwen
        .invite(&camp.site, Role::Organiser, Reach::Everything);
    let ines = Desk::joined(&camp.site, &link, "Ines", 9);
    for (by, of, may) in [(&camp.olwen, &ines, true), (&ines, &camp.olwen, false)] {
        let all = seen(&camp, by);
        assert_eq!(all.organisers(), 2);
        let device = all.device(of.device().joined_as).unwrap();
        assert_eq!(device.may_take_off, may);
        // Anybody who is no organiser, either of them may.
        let vera = all.device(camp.vera.device().joined_as).unwrap();
        assert!(vera.may_take_off);
    }
}
