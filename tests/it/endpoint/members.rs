//! Tokens, and what each role may ask for besides batches; being taken off the campaign.

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::clock::Clock;
use stairwell::sync::certificate::{CertificateId, Kind, Reach, Role, SignedCertificate};
use stairwell::sync::keys::Secret;
use stairwell::sync::session::{Output, Trouble};
use stairwell::sync::wire::{
    CONTENT_TYPE, GrantFor, Grants, Members, NONCE_HEADER, NewEpoch, RefusalCode, Revoke, Revoked,
    SyncAnswer, SyncRequest, Token, encode, path,
};

use super::camp::{Camp, FIRST, SECOND, only};
use super::hand::{Hand, stair};
use crate::site::Desk;

const WITH_TOKEN: [&str; 6] = [
    path::SYNC,
    path::INVITE,
    path::REVOKE,
    path::GRANTS,
    path::EPOCH,
    path::MEMBERS,
];

fn revoke(camp: &Camp, by: &Desk, certificate: CertificateId) -> Revoked {
    let question = Revoke { certificate };
    camp.site.ask(path::REVOKE, Some(by.token()), &question)
}

/// A device's certificate, for the same keys, by somebody else or for something else.
fn again(of: &Desk, by: &Desk, change: impl FnOnce(&mut SignedCertificate)) -> SignedCertificate {
    let mut signed = of.device().line.last().unwrap().clone();
    signed.certificate.parent = by.device().certificate();
    change(&mut signed);
    SignedCertificate::sign(signed.certificate, &by.device().keys)
}

fn grants(camp: &Camp, to: &Desk, certificate: Option<&SignedCertificate>) -> Grants {
    let members: Members = camp.site.ask(path::MEMBERS, Some(camp.olwen.token()), &());
    Grants {
        epoch: members.epoch,
        grants: vec![GrantFor {
            subject: to.device().joined_as,
            certificate: certificate.map(SignedCertificate::to_bytes),
            sealed: b"keys".to_vec(),
        }],
    }
}

#[test]
fn without_a_token_of_this_endpoint_nothing_is_answered() {
    let camp = Camp::new();
    let before = camp.rows();
    let right = camp.olwen.token().to_hex();
    let stranger = Token(Secret([0xab; 32]));
    for path in WITH_TOKEN {
        // With a body that would be read, if anybody known sent it.
        let answer = camp.site.post(path, Some(&stranger), &[]);
        assert_eq!(answer.refusal().code, RefusalCode::UnknownDevice, "{path}");
        assert!(answer.authentic, "it is ours all the same: {path}");
        for wrong in [
            None,
            Some("Bearer ".to_string()),
            Some(right.clone()),
            Some(format!("Basic {right}")),
            Some(format!("bearer {right}")),
            Some(format!("Bearer {}", right.to_uppercase())),
            Some(format!("Bearer {}", &right[..62])),
            Some(format!("Bearer {right}00")),
            Some(format!("Bearer  {right}")),
        ] {
            let nonce = "00112233445566778899aabbccddeeff";
            let mut headers = vec![("content-type", CONTENT_TYPE), (NONCE_HEADER, nonce)];
            headers.extend(wrong.as_deref().map(|wrong| ("authorization", wrong)));
            let answer = camp.site.send(path, None, &headers, &[]).unwrap();
            let code = answer.refusal().code;
            assert_eq!(code, RefusalCode::UnknownDevice, "{path} {wrong:?}");
        }
    }
    assert_eq!(camp.rows(), before);
}

#[test]
fn only_organisers_see_the_members_and_begin_epochs() {
    let camp = Camp::new();
    let epoch = NewEpoch {
        replaces: camp.olwen.device().keyring.epoch_id().unwrap(),
        epoch: camp.olwen.device().keyring.epoch_id().unwrap(),
        recovery: vec![Vec::new()],
        grants: Vec::new(),
    };
    for (who, desk) in &camp.everyone()[1..] {
        let ask = |path, body: &[u8]| camp.site.post(path, Some(desk.token()), body);
        camp.refused(who, RefusalCode::NotAllowed, || ask(path::MEMBERS, &[]));
        camp.refused(who, RefusalCode::NotAllowed, || {
            ask(path::EPOCH, &encode(&epoch))
        });
    }
    // An organiser begins none without a grant for everybody, or in place of another one.
    let ask = |epoch: &NewEpoch| {
        let token = Some(camp.olwen.token());
        camp.site.post(path::EPOCH, token, &encode(epoch))
    };
    camp.refused("no grants", RefusalCode::EpochMoved, || ask(&epoch));
    let nobody = NewEpoch {
        recovery: Vec::new(),
        ..epoch
    };
    camp.refused("no way back", RefusalCode::Malformed, || ask(&nobody));
}

#[test]
fn nobody_revokes_above_or_beside_themselves() {
    let mut camp = Camp::new();
    let link = camp.tova.invite(&camp.site, Role::Volunteer, only(FIRST));
    let nell = Desk::joined(&camp.site, &link, "Nell", 8);
    let id = |desk: &Desk| desk.device().certificate();
    let (olwen, tova, vera) = (&camp.olwen, &camp.tova, &camp.vera);
    let keyholders = olwen.device().line[0].id();
    let (no, bad) = (RefusalCode::NotAllowed, RefusalCode::BadCertificate);
    for (what, code, by, whom) in [
        ("a volunteer, another", no, vera, id(&camp.bram)),
        ("a volunteer, their trainer", no, &nell, id(tova)),
        ("a volunteer, the organiser", no, vera, id(olwen)),
        ("a trainer, others' volunteer", no, tova, id(vera)),
        ("a trainer, the organiser", no, tova, id(olwen)),
        ("an organiser, the keyholders", no, olwen, keyholders),
        ("somebody unknown", bad, olwen, CertificateId([1; 32])),
    ] {
        let question = encode(&Revoke { certificate: whom });
        camp.refused(what, code, || {
            camp.site.post(path::REVOKE, Some(by.token()), &question)
        });
    }
    // Down the tree they may.
    assert_eq!(revoke(&camp, &camp.tova, id(&nell)).heads, []);
    let answer = camp.push(nell.token(), &[]);
    assert_eq!(answer.refusal().code, RefusalCode::Revoked);
}

#[test]
fn a_revoked_device_is_refused_everywhere_and_its_heads_are_named() {
    let mut camp = Camp::new();
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let old = hand.write(3);
    let head = camp.take(&camp.vera, std::slice::from_ref(&old)).heads[0];
    let new = hand.write(2);
    let certificate = camp.vera.device().certificate();
    assert_eq!(revoke(&camp, &camp.olwen, certificate).heads, [head]);
    for path in WITH_TOKEN {
        camp.refused(path, RefusalCode::Revoked, || {
            camp.site.post(path, Some(camp.vera.token()), &[])
        });
    }
    // Nor does anybody else bring what she wrote since; what she had sent stands.
    let refused = camp.refused("carried", RefusalCode::BadCertificate, || {
        camp.push(camp.tova.token(), &[old.clone(), new])
    });
    assert_eq!(refused.refusal().head, Some(3));
    assert_eq!(camp.take(&camp.tova, &[old]).heads, [head]);
    // A second time says the same.
    assert_eq!(revoke(&camp, &camp.olwen, certificate).heads, [head]);
    // Her phone lets go of what it pulled and keeps what it did not send.
    let name = "Vera".to_string();
    let draft = Draft::new(Stream::Inner, Fact::Writer { name }, Vec::new());
    camp.vera.record(vec![draft]);
    let told = camp.vera.try_sync(&camp.site);
    assert_eq!(told, [Output::Forget]);
    let status = camp.vera.session.status();
    assert_eq!(status.waiting, 2);
    assert_eq!(status.trouble, Some(Trouble::Refused(RefusalCode::Revoked)));
}

#[test]
fn a_push_too_large_for_one_packet_still_learns_why_it_is_refused() {
    // An answer that overtakes the body is lost where the connection is torn down behind it.
    let camp = Camp::new();
    revoke(&camp, &camp.olwen, camp.vera.device().certificate());
    let body = vec![0; 1024 * 1024];
    for _ in 0..20 {
        let answer = camp.site.post(path::SYNC, Some(camp.vera.token()), &body);
        assert_eq!(answer.refusal().code, RefusalCode::Revoked);
        let answer = camp.site.post(path::SYNC, None, &body);
        assert_eq!(answer.refusal().code, RefusalCode::UnknownDevice);
    }
}

#[test]
fn a_certificate_ends_and_so_does_a_campaign() {
    let mut camp = Camp::with(|settings| settings.clock = Clock::Practice);
    let start = camp.site.now();
    let short = again(&camp.vera, &camp.olwen, |signed| {
        signed.certificate.until = start + 60;
    });
    let grants = grants(&camp, &camp.vera, Some(&short));
    let token = Some(camp.olwen.token());
    camp.site.ask::<_, ()>(path::GRANTS, token, &grants);
    camp.site.plays = Some(start + 59);
    assert_eq!(camp.push(camp.vera.token(), &[]).status, 200);
    camp.site.plays = Some(start + 60);
    camp.refused("Vera", RefusalCode::RunOut, || {
        camp.push(camp.vera.token(), &[])
    });
    assert_eq!(camp.push(camp.bram.token(), &[]).status, 200);
    camp.site.plays = Some(start + 86_400);
    for (who, desk) in camp.everyone() {
        for path in WITH_TOKEN {
            camp.refused(who, RefusalCode::RunOut, || {
                camp.site.post(path, Some(desk.token()), &[])
            });
        }
    }
}

#[test]
fn reading_follows_the_newest_certificate() {
    let camp = Camp::new();
    let logs =
        [FIRST, SECOND].map(|n| Hand::new(camp.olwen.device(), stair(n), 60 + n as u8).write(1));
    camp.take(&camp.olwen, &logs);
    let pulled = || camp.take(&camp.vera, &[]).batches;
    assert_eq!(pulled(), logs[..1]);
    for reach in [vec![SECOND], vec![], vec![FIRST, SECOND]] {
        let newer = again(&camp.vera, &camp.olwen, |signed| {
            let names = reach.iter().map(|n| stair(*n).name()).collect();
            signed.certificate.reach = Reach::Stairs(names);
        });
        let grants = grants(&camp, &camp.vera, Some(&newer));
        let token = Some(camp.olwen.token());
        camp.site.ask::<_, ()>(path::GRANTS, token, &grants);
        let expected: Vec<_> = reach
            .iter()
            .map(|n| logs[*n as usize - 1].clone())
            .collect();
        assert_eq!(pulled(), expected);
    }
}

#[test]
fn a_grant_comes_from_above_and_makes_nobody_more_than_its_giver() {
    let camp = Camp::new();
    let (olwen, tova, vera, bram) = (&camp.olwen, &camp.tova, &camp.vera, &camp.bram);
    let wide = again(bram, olwen, |signed| {
        signed.certificate.role = Role::Trainer;
    });
    let own = again(vera, vera, |_| {});
    let other = {
        let mut signed = again(vera, olwen, |_| {});
        signed.certificate.sign = bram.device().keys.sign_public();
        SignedCertificate::sign(signed.certificate, &olwen.device().keys)
    };
    let organiser = again(vera, tova, |signed| {
        signed.certificate.kind = Kind::Organiser;
        signed.certificate.role = Role::Organiser;
    });
    let (no, bad) = (RefusalCode::NotAllowed, RefusalCode::BadCertificate);
    for (what, code, by, to, certificate) in [
        ("from beside", no, vera, bram, None),
        ("to oneself", no, vera, vera, None),
        ("from below", no, vera, tova, None),
        ("from another's trainer", no, tova, vera, None),
        ("another's certificate", bad, olwen, vera, Some(&wide)),
        ("one of her own making", bad, olwen, vera, Some(&own)),
        ("other keys", bad, olwen, vera, Some(&other)),
        ("more than the issuer", bad, olwen, vera, Some(&organiser)),
    ] {
        let question = encode(&grants(&camp, to, certificate));
        camp.refused(what, code, || {
            camp.site.post(path::GRANTS, Some(by.token()), &question)
        });
    }
}

#[test]
fn a_trainer_who_is_one_no_more_gives_nothing_they_have_lost() {
    let mut camp = Camp::new();
    let both = Reach::Stairs(vec![stair(FIRST).name(), stair(SECOND).name()]);
    let link = camp.olwen.invite(&camp.site, Role::Trainer, both.clone());
    let mut wynn = Desk::joined(&camp.site, &link, "Wynn", 9);
    let link = wynn.invite(&camp.site, Role::Volunteer, only(FIRST));
    let nell = Desk::joined(&camp.site, &link, "Nell", 10);
    let wider = again(&nell, &wynn, |signed| {
        signed.certificate.reach = both.clone()
    });
    let less = again(&wynn, &camp.olwen, |signed| {
        signed.certificate.role = Role::Volunteer;
        signed.certificate.reach = only(FIRST);
    });
    let demotion = grants(&camp, &wynn, Some(&less));
    let token = Some(camp.olwen.token());
    camp.site.ask::<_, ()>(path::GRANTS, token, &demotion);
    // With the certificate that said so, which still holds for what it wrote.
    let question = encode(&grants(&camp, &nell, Some(&wider)));
    camp.refused("a grant", RefusalCode::NotAllowed, || {
        camp.site.post(path::GRANTS, Some(wynn.token()), &question)
    });
    let request = SyncRequest {
        backfill: vec![(stair(SECOND).name(), 0)],
        ..SyncRequest::default()
    };
    let theirs = Hand::new(camp.olwen.device(), stair(SECOND), 61).write(1);
    camp.take(&camp.olwen, &[theirs]);
    let answer: SyncAnswer = camp.sync(nell.token(), &request).read();
    assert!(answer.batches.is_empty());
}
