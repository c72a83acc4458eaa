//! The members of a campaign, as the board has them and not as the endpoint would.

use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::State;
use stairwell::canvass::stream::Stream;
use stairwell::organise::phones::as_the_board_says;
use stairwell::sync::certificate::{CertificateId, Chain, Kind, Role, SignedCertificate};
use stairwell::sync::epoch::EpochId;
use stairwell::sync::wire::{Member, Members};

use crate::merging::*;
use crate::sealing::{keys, organiser_line, signed_by, terms};

fn member(subject: &SignedCertificate, newest: &SignedCertificate) -> Member {
    Member {
        subject: subject.id(),
        newest: newest.id(),
        revoked: false,
        uses_left: None,
        joined: Some(NOW),
        last_heard: Some(NOW),
    }
}

fn cut_off(lead: &[SignedCertificate], device: CertificateId) -> State {
    let mut chain = Chain::default();
    for signed in lead {
        chain.insert(signed.clone());
    }
    let checked = chain.check(lead[0].campaign(), lead[1].id()).unwrap();
    let mut by = board(1);
    by.author = checked.author(Stream::Board);
    fold(&[by.says(1, &Fact::Revoked { device }, &[], &[])])
}

#[test]
fn whoever_the_board_cuts_off_is_revoked_whatever_the_endpoint_says() {
    let lead = organiser_line();
    let below = |n: u8| signed_by(terms(&lead[1], n, Kind::Device, Role::Volunteer), &[2]);
    let (first, other) = (below(4), below(5));
    let mut newer = terms(&lead[1], 4, Kind::Device, Role::Trainer);
    newer.issued += 1;
    let newer = signed_by(newer, &[2]);
    assert_eq!(newer.certificate.sign, keys(4).sign_public());
    let shown = Members {
        epoch: EpochId([0; 8]),
        members: vec![
            member(&lead[1], &lead[1]),
            member(&first, &newer),
            member(&other, &other),
        ],
        certificates: [lead.clone(), vec![first.clone(), newer.clone(), other]]
            .concat()
            .iter()
            .map(SignedCertificate::to_bytes)
            .collect(),
    };
    let revoked = |state: &State, members: Members| -> Vec<bool> {
        as_the_board_says(state, lead[0].campaign(), members)
            .members
            .iter()
            .map(|member| member.revoked)
            .collect()
    };
    for device in [first.id(), newer.id()] {
        let state = cut_off(&lead, device);
        assert_eq!(revoked(&state, shown.clone()), [false, true, false]);
    }
    let nobody = State::default();
    assert_eq!(revoked(&nobody, shown.clone()), [false; 3]);
    let mut by_the_endpoint = shown;
    by_the_endpoint.members[2].revoked = true;
    assert_eq!(revoked(&nobody, by_the_endpoint), [false, false, true]);
}
