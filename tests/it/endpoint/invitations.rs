//! Starting by a code and joining by one: what is wrong with each is told apart.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::endpoint::clock::Clock;
use stairwell::sync::certificate::{Certificate, Kind, Role, SignedCertificate};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms, Joining};
use stairwell::sync::epoch::EpochId;
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{
    Invite, Join, Joined, Look, Looked, RefusalCode, Revoke, Revoked, Start, SyncRequest, encode,
    path,
};

use super::camp::{Camp, FIRST, only};
use super::hand::{Hand, stair};
use crate::site::{Answer, Desk};

const HOUR: i64 = 3_600;

/// An invitation for so many volunteers on the first stair, for an hour.
fn terms(camp: &Camp, uses: u16) -> InviteTerms {
    InviteTerms {
        role: Role::Volunteer,
        reach: only(FIRST),
        uses,
        second_device_of: None,
        now: camp.site.now(),
        until: camp.site.now() + HOUR,
    }
}

fn look(camp: &Camp, code: &InviteCode) -> Answer {
    let name = code.lookup_name();
    camp.site.post(path::LOOK, None, &encode(&Look { name }))
}

/// What somebody would join with who looked while the code was still good.
fn ready(camp: &Camp, code: &InviteCode, seed: u64) -> Joining {
    let looked: Looked = look(camp, code).read();
    let invitation = Invitation::read(code, &looked).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    invitation.join(code, "Nell", camp.site.now(), &mut rng)
}

fn join(camp: &Camp, joining: &Joining) -> Answer {
    let body = encode(&joining.request());
    camp.site.post(path::JOIN, None, &body)
}

/// Asks for something without a token that is refused, without a trace.
fn refused(camp: &Camp, what: &str, code: RefusalCode, ask: impl FnOnce() -> Answer) {
    let before = camp.rows();
    assert_eq!(ask().refusal().code, code, "{what}");
    assert_eq!(camp.rows(), before, "{what}");
}

/// Neither looking nor joining is possible any more, and both say why.
fn closed(camp: &Camp, code: &InviteCode, joining: &Joining, why: RefusalCode) {
    refused(camp, "looking", why, || look(camp, code));
    refused(camp, "joining", why, || join(camp, joining));
}

#[test]
fn unknown_used_up_expired_and_revoked_codes_are_told_apart() {
    let mut camp = Camp::with(|settings| settings.clock = Clock::Practice);
    let start = camp.site.now();
    let [used, expired, revoked] = [0, 1, 2].map(|_| {
        let terms = terms(&camp, 1);
        camp.olwen.invite_with(&camp.site, &terms)
    });
    let late = [&used, &expired, &revoked].map(|code| ready(&camp, code, 11));
    let _: Joined = join(&camp, &ready(&camp, &used, 12)).read();
    closed(&camp, &used, &late[0], RefusalCode::UsedInvite);
    let looked: Looked = look(&camp, &revoked).read();
    let certificate = SignedCertificate::from_bytes(looked.line.last().unwrap())
        .unwrap()
        .id();
    let token = Some(camp.olwen.token());
    let _: Revoked = camp.site.ask(path::REVOKE, token, &Revoke { certificate });
    closed(&camp, &revoked, &late[2], RefusalCode::RevokedInvite);
    camp.site.plays = Some(start + HOUR);
    closed(&camp, &expired, &late[1], RefusalCode::ExpiredInvite);
    let unknown = InviteCode::parse("0123-4567-89AB-CDEF").unwrap();
    refused(&camp, "looking", RefusalCode::UnknownInvite, || {
        look(&camp, &unknown)
    });
    // The campaign's end outdoes all of them.
    camp.site.plays = Some(start + 86_400);
    for (code, late) in [&used, &expired, &revoked].into_iter().zip(&late) {
        closed(&camp, code, late, RefusalCode::RunOut);
    }
}

#[test]
fn a_lost_answer_to_joining_is_made_good_until_the_device_was_heard() {
    let mut camp = Camp::new();
    let terms = terms(&camp, 1);
    let code = camp.olwen.invite_with(&camp.site, &terms);
    let joining = ready(&camp, &code, 11);
    let first: Joined = join(&camp, &joining).read();
    let second: Joined = join(&camp, &joining).read();
    assert_ne!(first.token, second.token);
    assert_eq!(first.grant, second.grant);
    let stale = camp.push(&first.token, &[]).refusal();
    assert_eq!(stale.code, RefusalCode::UnknownDevice);
    assert_eq!(camp.push(&second.token, &[]).status, 200);
    // From now on whoever saw the request go by gains nothing by it.
    refused(&camp, "a third time", RefusalCode::Exists, || {
        join(&camp, &joining)
    });
}

#[test]
fn nobody_joins_as_more_than_the_code_says() {
    let mut camp = Camp::new();
    let terms = terms(&camp, 5);
    let code = camp.olwen.invite_with(&camp.site, &terms);
    let good = SignedCertificate::from_bytes(&ready(&camp, &code, 11).request().certificate);
    let good = good.unwrap();
    let vera = camp.vera.device().clone();
    let with = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = good.certificate.clone();
        change(&mut certificate);
        SignedCertificate::sign(certificate, &code.keys()).to_bytes()
    };
    let organiser = with(&|terms| {
        (terms.kind, terms.role) = (Kind::Organiser, Role::Organiser);
    });
    let mut unsigned = good.to_bytes();
    *unsigned.last_mut().unwrap() ^= 1;
    let (bad, unknown) = (RefusalCode::BadCertificate, RefusalCode::UnknownInvite);
    let run_out = RefusalCode::RunOut;
    for (what, why, certificate) in [
        ("an organiser", bad, organiser),
        ("a trainer", bad, with(&|terms| terms.role = Role::Trainer)),
        ("more stairs", bad, with(&|terms| terms.reach = only(2))),
        ("Vera", bad, with(&|terms| terms.person = vera.person())),
        ("for practice", bad, with(&|terms| terms.practice = true)),
        (
            "with a key nothing can be sealed to",
            bad,
            with(&|terms| terms.seal.0 = [0; 32]),
        ),
        ("without the code", bad, unsigned),
        (
            "by Vera",
            unknown,
            with(&|terms| terms.parent = vera.certificate()),
        ),
        (
            "elsewhere",
            unknown,
            with(&|terms| terms.campaign.0 = [9; 32]),
        ),
        ("no longer", run_out, with(&|terms| terms.until = 1)),
        ("no certificate", bad, b"Nell".to_vec()),
    ] {
        let body = encode(&Join { certificate });
        refused(&camp, what, why, || camp.site.post(path::JOIN, None, &body));
    }
    let certificate = good.to_bytes();
    let body = encode(&Join { certificate });
    assert_eq!(camp.site.post(path::JOIN, None, &body).status, 200);
}

fn invitation(device: &Device, terms: &InviteTerms, seed: u64) -> Invite {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (code, certificate) = device.invite(terms, &mut rng);
    let (turfs, package) = (Vec::new(), Package::default());
    // What waits for who joins is the giver's own; only the certificate is in question here.
    let mut invite = publish_invite(device, &code, &certificate, turfs, package, &mut rng)
        .unwrap_or_else(|_| Invite {
            name: code.lookup_name(),
            certificate: certificate.to_bytes(),
            grant: Vec::new(),
            epoch: device.keyring.epoch_id().unwrap(),
        });
    invite.grant.truncate(100);
    invite
}

fn publish(camp: &Camp, by: &Desk, invite: &Invite) -> Answer {
    let body = encode(invite);
    camp.site.post(path::INVITE, Some(by.token()), &body)
}

#[test]
fn r6_5_each_lets_in_whom_their_role_lets_them() {
    let camp = Camp::new();
    let with = |role, n| InviteTerms {
        role,
        reach: only(n),
        ..terms(&camp, 3)
    };
    let own = |desk: &Desk, uses| InviteTerms {
        second_device_of: Some(desk.device().person()),
        uses,
        ..with(desk.device().role(), FIRST)
    };
    let (tova, vera, bram) = (&camp.tova, &camp.vera, &camp.bram);
    let mut better = own(vera, 1);
    better.role = Role::Trainer;
    let mut late = with(Role::Volunteer, FIRST);
    late.until = 1;
    let (bad, run_out) = (RefusalCode::BadCertificate, RefusalCode::RunOut);
    for (what, why, by, terms) in [
        ("a volunteer", bad, vera, with(Role::Volunteer, FIRST)),
        ("a trainer, one", bad, tova, with(Role::Trainer, FIRST)),
        ("a trainer, elsewhere", bad, tova, with(Role::Volunteer, 2)),
        ("another's device", bad, vera, own(bram, 1)),
        ("two devices", bad, vera, own(vera, 2)),
        ("a better device", bad, vera, better),
        ("one that has run out", run_out, tova, late),
    ] {
        let invite = invitation(by.device(), &terms, 80);
        camp.refused(what, why, || publish(&camp, by, &invite));
    }
    let second = invitation(vera.device(), &own(vera, 1), 82);
    assert_eq!(publish(&camp, vera, &second).status, 200);
}

#[test]
fn an_invitation_is_its_givers_and_the_newest_keys() {
    let camp = Camp::new();
    let (tova, vera) = (&camp.tova, &camp.vera);
    let first = invitation(tova.device(), &terms(&camp, 3), 81);
    let mut stale = first.clone();
    stale.epoch = EpochId([1; 8]);
    let mut no_invite = first.clone();
    no_invite.certificate = vera.device().line.last().unwrap().to_bytes();
    for (what, why, by, invite) in [
        ("another's", RefusalCode::NotAllowed, vera, &first),
        ("old keys", RefusalCode::EpochMoved, tova, &stale),
        ("a device's", RefusalCode::BadCertificate, tova, &no_invite),
    ] {
        camp.refused(what, why, || publish(&camp, by, invite));
    }
    assert_eq!(publish(&camp, tova, &first).status, 200);
    // The same again changes nothing; another by that name is refused.
    let before = camp.rows();
    assert_eq!(publish(&camp, tova, &first).status, 200);
    assert_eq!(camp.rows(), before);
    let mut other = invitation(tova.device(), &terms(&camp, 3), 83);
    other.name = first.name;
    camp.refused("a name that is taken", RefusalCode::Exists, || {
        publish(&camp, tova, &other)
    });
}

#[test]
fn what_a_revoked_code_signs_is_not_carried_in_by_others() {
    let mut camp = Camp::new();
    let terms = terms(&camp, 2);
    let code = camp.olwen.invite_with(&camp.site, &terms);
    let certificate = ready(&camp, &code, 11).request().certificate;
    let certificate = SignedCertificate::from_bytes(&certificate).unwrap();
    let invite = certificate.certificate.parent;
    let token = Some(camp.olwen.token());
    let question = Revoke {
        certificate: invite,
    };
    let _: Revoked = camp.site.ask(path::REVOKE, token, &question);
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 33);
    hand.context.certificate = certificate.id();
    let request = SyncRequest {
        certificates: vec![certificate.to_bytes()],
        batches: vec![hand.write(1)],
        ..SyncRequest::default()
    };
    camp.refused("carried", RefusalCode::BadCertificate, || {
        camp.sync(camp.vera.token(), &request)
    });
}

fn starting(camp: &Camp, code: &str, seed: u64) -> Start {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let founding = Founding {
        start_code: code.to_string(),
        name: "Owain".into(),
        now: camp.site.now(),
        ends: camp.site.now() + HOUR,
        practice: false,
    };
    let root = OwnKeys::random(&mut rng);
    founding.found(&root, &mut rng).unwrap().0
}

#[test]
fn only_the_hosts_code_starts_a_campaign() {
    let camp = Camp::new();
    let code = camp.site.start_code.clone();
    let start = |start: &Start| camp.site.post(path::START, None, &encode(start));
    let other = if code.starts_with('0') { "1" } else { "0" };
    let flipped = code.replacen(&code[..1], other, 1);
    let (longer, huge) = (format!("{code}0"), "0".repeat(60_000));
    for wrong in ["", "no code", &code[1..], &flipped, &longer, &huge] {
        let request = starting(&camp, wrong, 90);
        refused(&camp, wrong, RefusalCode::WrongStartCode, || {
            start(&request)
        });
    }
    let right = starting(&camp, &code.to_lowercase().replace('-', " "), 90);
    let _: Joined = start(&right).read();
    // The answer was lost: another token. Once that was heard, no more; nor for anybody else.
    let again: Joined = start(&right).read();
    assert_eq!(camp.push(&again.token, &[]).status, 200);
    refused(&camp, "a third time", RefusalCode::Exists, || start(&right));
}

#[test]
fn a_campaign_starts_with_a_root_that_holds_and_its_first_organiser() {
    let camp = Camp::new();
    let [right, other] = [90, 91].map(|seed| starting(&camp, &camp.site.start_code, seed));
    let with = |change: &dyn Fn(&mut Start)| {
        let mut start = right.clone();
        change(&mut start);
        start
    };
    let bad = RefusalCode::BadCertificate;
    let (root, organiser) = (&right.root, &right.organiser);
    for (what, why, start) in [
        ("no root", bad, with(&|start| start.root.clear())),
        ("no organiser", bad, with(&|start| start.organiser.clear())),
        (
            "no root but an organiser",
            bad,
            with(&|start| start.root = organiser.clone()),
        ),
        (
            "the root twice",
            bad,
            with(&|start| start.organiser = root.clone()),
        ),
        (
            "another's",
            bad,
            with(&|start| start.organiser = other.organiser.clone()),
        ),
        (
            "no way back",
            RefusalCode::Malformed,
            with(&|start| start.recovery.clear()),
        ),
    ] {
        let body = encode(&start);
        refused(&camp, what, why, || {
            camp.site.post(path::START, None, &body)
        });
    }
    assert_eq!(
        camp.site.post(path::START, None, &encode(&right)).status,
        200
    );
}
