//! Joining, coming back and handing out keys, against an endpoint that shows what it likes.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::author::{Author, CertificateId};
use stairwell::canvass::id::TurfId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Chain, Kind, Reach, Role, SignedCertificate};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms, JoinError, recover};
use stairwell::sync::epoch::Keyring;
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::{GrantError, keys_for, new_epoch, publish_invite};
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{SealPublic, Secret};
use stairwell::sync::root::{keyholder, open_recovery, seal_recovery};
use stairwell::sync::wire::{Found, Joined, Looked, Member, Members, Token};

use super::*;

const STAIR: [u8; 16] = [7; 16];

fn rng(n: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(n)
}

fn joined(grant: Option<Vec<u8>>) -> Joined {
    Joined {
        token: Token(Secret([9; 32])),
        grant,
        now: ISSUED,
    }
}

fn founded(words: u8, now: i64) -> Device {
    let founding = Founding {
        start_code: String::new(),
        name: "Olwen".into(),
        now,
        ends: now + 86_400,
        practice: false,
    };
    let (_, joining) = founding.found(&keys(words), &mut rng(1)).unwrap();
    joining.finish(&joined(None)).unwrap()
}

fn looked(line: &[SignedCertificate]) -> Looked {
    Looked {
        line: line.iter().map(SignedCertificate::to_bytes).collect(),
        uses_left: 1,
        now: ISSUED,
    }
}

fn terms_for(role: Role) -> InviteTerms {
    InviteTerms {
        role,
        reach: match role {
            Role::Organiser => Reach::Everything,
            _ => Reach::Stairs(vec![STAIR]),
        },
        uses: 1,
        second_device_of: None,
        now: ISSUED,
        until: ISSUED + 600,
    }
}

/// An invitation by this device: its code, its line, what waits behind it.
fn invited(by: &Device, terms: &InviteTerms) -> (InviteCode, Vec<SignedCertificate>, Vec<u8>) {
    let (code, certificate) = by.invite(terms, &mut rng(2));
    let turfs: Vec<TurfId> = Vec::new();
    let package = Package::default();
    let published = publish_invite(by, &code, &certificate, turfs, package, &mut rng(3)).unwrap();
    let line = [by.line.clone(), vec![certificate]].concat();
    (code, line, published.grant)
}

fn member_of(by: &Device, terms: &InviteTerms) -> Device {
    let (code, line, grant) = invited(by, terms);
    Invitation::read(&code, &looked(&line))
        .unwrap()
        .join(&code, "Idris", ISSUED, &mut rng(line.len() as u64))
        .finish(&joined(Some(grant)))
        .unwrap()
}

fn author(device: &Device) -> Author {
    device.checked().unwrap().author(Stream::Board)
}

#[test]
fn whoever_joins_has_what_they_were_invited_to_and_no_more() {
    let lead = founded(1, ISSUED);
    for role in [Role::Volunteer, Role::Trainer, Role::Organiser] {
        let device = member_of(&lead, &terms_for(role));
        assert_eq!(device.role(), role);
        assert_eq!(device.campaign, lead.campaign);
        assert_eq!(device.checked().err(), None);
        let whole = matches!(device.keyring, Keyring::Organiser(_));
        assert_eq!(whole, role == Role::Organiser);
        assert_eq!(device.keyring.epoch_id(), lead.keyring.epoch_id());
    }
    let trainer = member_of(&lead, &terms_for(Role::Trainer));
    let volunteer = member_of(&trainer, &terms_for(Role::Volunteer));
    assert_eq!(volunteer.checked().err(), None);
    assert_eq!(volunteer.keyring, trainer.keyring);
}

#[test]
fn ones_own_second_device_is_the_same_person_with_the_same_keys() {
    let lead = founded(1, ISSUED);
    let volunteer = member_of(&lead, &terms_for(Role::Volunteer));
    for first in [lead, volunteer] {
        let terms = InviteTerms {
            second_device_of: Some(first.person()),
            ..terms_for(first.role())
        };
        let second = member_of(&first, &terms);
        assert_eq!(second.person(), first.person());
        assert_eq!(second.keyring, first.keyring);
        assert_eq!(second.checked().err(), None);
        assert_ne!(second.keys, first.keys);
    }
}

/// The endpoint knows an invite's public keys, and can sign anything below a root of its own.
/// Only an invite's certificate carries a signature of its own keys.
#[test]
fn no_campaign_made_around_a_codes_public_key_is_joined_whatever_it_calls_it() {
    let code = InviteCode::parse("0123-4567-89AB-CDEF").unwrap();
    let theirs = signed_by(root_terms(&[9], 1), &[9]);
    let lead = signed_by(terms(&theirs, 10, Kind::Organiser, Role::Organiser), &[9]);
    let trainer = signed_by(terms(&lead, 11, Kind::Device, Role::Trainer), &[10]);
    let around = |above: &SignedCertificate, by: u8, kind: Kind, role: Role| {
        let mut certificate = terms(above, 12, kind, role);
        certificate.sign = code.keys().sign_public();
        certificate.seal = code.keys().seal_public();
        certificate.person = person_of(certificate.sign);
        signed_by(certificate, &[by, by])
    };
    let above = vec![theirs.clone(), lead.clone()];
    let below_trainer = [above.clone(), vec![trainer.clone()]].concat();
    for (name, line, last) in [
        (
            "an organiser's",
            &above,
            around(&lead, 10, Kind::Organiser, Role::Organiser),
        ),
        (
            "a trainer's",
            &above,
            around(&lead, 10, Kind::Device, Role::Trainer),
        ),
        (
            "a volunteer's",
            &below_trainer,
            around(&trainer, 11, Kind::Device, Role::Volunteer),
        ),
        (
            "an organiser's by the root",
            &vec![theirs.clone()],
            around(&theirs, 9, Kind::Organiser, Role::Organiser),
        ),
        (
            "an invite's",
            &above,
            around(&lead, 10, FOR_SOMEBODY_NEW, Role::Volunteer),
        ),
    ] {
        let line = [line.as_slice(), &[last]].concat();
        assert!(
            Invitation::read(&code, &looked(&line)).is_err(),
            "{name} certificate"
        );
    }
}

#[test]
fn what_does_not_go_with_the_code_is_no_invitation() {
    let lead = founded(1, ISSUED);
    let (code, line, grant) = invited(&lead, &terms_for(Role::Volunteer));
    let other = InviteCode::parse("0123-4567-89AB-CDEF").unwrap();
    assert_eq!(
        Invitation::read(&other, &looked(&line)).err(),
        Some(JoinError::NotThisInvite)
    );
    assert_eq!(
        Invitation::read(&code, &looked(&[])).err(),
        Some(JoinError::NotThisInvite)
    );
    assert_eq!(
        Invitation::read(&code, &looked(&line[..2])).err(),
        Some(JoinError::NotThisInvite)
    );
    assert!(Invitation::read(&code, &looked(&line[1..])).is_err());
    let join = || {
        let invitation = Invitation::read(&code, &looked(&line)).unwrap();
        invitation.join(&code, "Idris", ISSUED, &mut rng(4))
    };
    let stranger = founded(8, ISSUED);
    let (_, _, others) = invited(&stranger, &terms_for(Role::Volunteer));
    for wrong in [None, Some(Vec::new()), Some(others)] {
        let finished = join().finish(&joined(wrong));
        assert_eq!(finished.err(), Some(JoinError::DoesNotOpen));
    }
    assert!(join().finish(&joined(Some(grant))).is_ok());
}

#[test]
fn an_organisers_recovery_is_of_its_time_and_the_words_come_after_it() {
    for founded_at in [ISSUED, ISSUED + 1_000_000_000] {
        let lead = founded(1, founded_at);
        let Keyring::Organiser(epochs) = &lead.keyring else {
            panic!("an organiser holds epochs");
        };
        let holder = keyholder(&keys(1));
        let found = Found {
            root: lead.line[0].to_bytes(),
            recovery: seal_recovery(epochs, &holder, &lead.voucher(), &mut rng(5)).unwrap(),
            now: ISSUED,
        };
        // By a clock that is right, though the founder's was years ahead; in the same second, too.
        let back = recover(&keys(1), &found, "Olwen", ISSUED, &mut rng(6))
            .unwrap()
            .finish(&joined(None))
            .unwrap();
        assert_eq!(back.keyring, lead.keyring);
        assert!(author(&back).may_revoke(&author(&lead)), "{founded_at}");
        assert!(!author(&lead).may_revoke(&author(&back)), "{founded_at}");
        // And the next time, after the one that came back.
        let Keyring::Organiser(epochs) = &back.keyring else {
            panic!("an organiser holds epochs");
        };
        let found = Found {
            recovery: seal_recovery(epochs, &holder, &back.voucher(), &mut rng(7)).unwrap(),
            ..found
        };
        let recovered = open_recovery(&keys(1), &lead.line[0], &found.recovery).unwrap();
        assert_eq!(recovered.appointed, author(&back).appointed);
        let again = recover(&keys(1), &found, "Olwen", ISSUED, &mut rng(8))
            .unwrap()
            .finish(&joined(None))
            .unwrap();
        assert!(author(&again).may_revoke(&author(&back)));
        assert!(!author(&back).may_revoke(&author(&again)));
    }
}

/// The members an endpoint shows: the organiser, and these.
fn members(lead: &Device, others: &[(&SignedCertificate, bool, Option<u16>)]) -> Members {
    let member = |id: CertificateId, revoked, uses_left| Member {
        subject: id,
        newest: id,
        revoked,
        uses_left,
        joined: None,
        last_heard: None,
    };
    let mut all = vec![member(lead.certificate(), false, None)];
    all.extend(
        others
            .iter()
            .map(|(signed, revoked, uses)| member(signed.id(), *revoked, *uses)),
    );
    let certificates = lead.line.iter().chain(others.iter().map(|(s, _, _)| *s));
    Members {
        epoch: lead.keyring.epoch_id().unwrap(),
        members: all,
        certificates: certificates.map(SignedCertificate::to_bytes).collect(),
    }
}

fn below(lead: &Device, n: u8, change: impl Fn(&mut Certificate)) -> SignedCertificate {
    let above = lead.line.last().unwrap();
    let mut certificate = terms(above, n, Kind::Device, Role::Volunteer);
    certificate.reach = Reach::Stairs(vec![STAIR]);
    change(&mut certificate);
    SignedCertificate::sign(certificate, &lead.keys)
}

#[test]
fn a_new_epoch_is_granted_to_all_who_hold_and_nobody_else() {
    let lead = founded(1, ISSUED);
    let live = below(&lead, 20, |_| ());
    let revoked = below(&lead, 21, |_| ());
    let run_out = below(&lead, 22, |terms| terms.until = ISSUED + 5);
    let (_, code_line, _) = invited(&lead, &terms_for(Role::Volunteer));
    let code = code_line.last().unwrap();
    for (uses_left, granted) in [(1, true), (0, false)] {
        let all = [
            (&live, false, None),
            (&revoked, true, None),
            (&run_out, false, None),
            (code, false, Some(uses_left)),
        ];
        let shown = members(&lead, &all);
        let nothing = |_| (Vec::new(), Package::default());
        let (epoch, request) = new_epoch(&lead, &shown, ISSUED + 10, nothing, &mut rng(5)).unwrap();
        let subjects: Vec<CertificateId> = request.grants.iter().map(|g| g.subject).collect();
        let mut expected = vec![lead.certificate(), live.id()];
        expected.extend(granted.then(|| code.id()));
        assert_eq!(subjects, expected);
        assert_eq!(request.replaces, shown.epoch);
        assert_eq!(request.epoch, epoch.id());
        let sealed = &request.grants[1].sealed;
        let opened = Grant::open(lead.campaign, &keys(20), sealed).unwrap();
        let line = [lead.line.clone(), vec![live.clone()]].concat();
        let (grant, _) = opened.believe(&line).unwrap();
        let Keyring::Member(keys_granted) = grant.keys else {
            panic!("a volunteer gets a member's keys");
        };
        assert_eq!(keys_granted.last(), Some(&epoch.member_keys(&[STAIR])));
        let recovered = open_recovery(&keys(1), &lead.line[0], &request.recovery[0]).unwrap();
        assert_eq!(recovered.epochs.last(), Some(&epoch));
        assert_eq!(recovered.epochs.len(), 2, "all there have been");
    }
}

/// Zeroes are no point anything can be sealed to, and whoever joins chooses their own key.
#[test]
fn a_member_with_a_useless_key_keeps_nobody_from_a_new_epoch() {
    let lead = founded(1, ISSUED);
    let hostile = below(&lead, 20, |terms| terms.seal = SealPublic([0; 32]));
    let live = below(&lead, 21, |_| ());
    let shown = members(&lead, &[(&hostile, false, None), (&live, false, None)]);
    let nothing = |_| (Vec::new(), Package::default());
    let (_, request) = new_epoch(&lead, &shown, ISSUED, nothing, &mut rng(5)).unwrap();
    assert_eq!(request.grants.len(), 3, "the endpoint wants one for each");
    assert!(request.grants[1].sealed.is_empty());
    assert!(Grant::open(lead.campaign, &keys(21), &request.grants[2].sealed).is_ok());
}

#[test]
fn nobody_but_an_organiser_begins_an_epoch_or_hands_out_whole_ones() {
    let lead = founded(1, ISSUED);
    let trainer = member_of(&lead, &terms_for(Role::Trainer));
    let nothing = |_| (Vec::new(), Package::default());
    let shown = members(&lead, &[]);
    assert_eq!(
        new_epoch(&trainer, &shown, ISSUED, nothing, &mut rng(5)).err(),
        Some(GrantError::NoOrganiser)
    );
    let everything = Reach::Everything;
    let some = Reach::Stairs(vec![STAIR, [8; 16]]);
    for (keyring, role, reach) in [
        (&trainer.keyring, Role::Organiser, &everything),
        (&trainer.keyring, Role::Volunteer, &everything),
        (&lead.keyring, Role::Volunteer, &everything),
    ] {
        assert_eq!(
            keys_for(keyring, role, reach).err(),
            Some(GrantError::NoOrganiser)
        );
    }
    // Of stairs the trainer has no key of, none is made up.
    let Ok(Keyring::Member(epochs)) = keys_for(&trainer.keyring, Role::Volunteer, &some) else {
        panic!("a trainer passes member's keys on");
    };
    assert_eq!(epochs[0].stairs.len(), 1);
    assert_eq!(epochs[0].stairs[0].0, STAIR);
}

/// Whoever was left out of an epoch opens nothing of it with all they have.
#[test]
fn whoever_is_left_out_cannot_derive_the_next_epoch() {
    let lead = founded(1, ISSUED);
    let nothing = |_| (Vec::new(), Package::default());
    let shown = members(&lead, &[]);
    let (epoch, request) = new_epoch(&lead, &shown, ISSUED, nothing, &mut rng(5)).unwrap();
    let Keyring::Organiser(before) = &lead.keyring else {
        panic!("an organiser holds epochs");
    };
    for old in before {
        for stream in [Stream::Board, Stream::Inner] {
            assert_ne!(old.stream_key(stream), epoch.stream_key(stream));
        }
    }
    let left_out = keys(20);
    for grant in &request.grants {
        assert!(Grant::open(lead.campaign, &left_out, &grant.sealed).is_err());
    }
    let other = new_epoch(&lead, &shown, ISSUED, nothing, &mut rng(6)).unwrap();
    assert_ne!(other.0, epoch, "fresh, not derived from what was");
}

/// At the endpoint a grant waits in the place of the one before, which may not have been fetched.
#[test]
fn a_new_epochs_grant_brings_the_stairs_that_the_one_before_it_brought() {
    let lead = founded(1, ISSUED);
    let above = lead.line.last().unwrap();
    let organiser = terms(above, 30, Kind::Organiser, Role::Organiser);
    let organiser = SignedCertificate::sign(organiser, &lead.keys);
    let mut member = member_of(&lead, &terms_for(Role::Volunteer));
    for (by, by_another, stair) in [
        ((lead.certificate(), &lead.keys), false, [8; 16]),
        ((organiser.id(), &keys(30)), true, [9; 16]),
    ] {
        let mut newer = member.line.last().unwrap().certificate.clone();
        newer.parent = by.0;
        newer.issued = ISSUED + 60;
        newer.reach = Reach::Stairs(vec![STAIR, stair]);
        let newer = SignedCertificate::sign(newer, by.1);
        let joined = member.line.iter().find(|one| one.id() == member.joined_as);
        let joined = joined.cloned().unwrap_or_else(|| newer.clone());
        let mut shown = members(&lead, &[(&joined, false, None)]);
        shown.members[1].subject = member.joined_as;
        shown.members[1].newest = newer.id();
        let more = member.line.iter().chain([&organiser, &newer]);
        shown
            .certificates
            .extend(more.map(SignedCertificate::to_bytes));
        let nothing = |_| (Vec::new(), Package::default());
        let (_, request) = new_epoch(&lead, &shown, ISSUED + 90, nothing, &mut rng(5)).unwrap();
        let grant = &request.grants[1];
        assert_eq!(grant.certificate.is_some(), by_another);
        let opened = Grant::open(lead.campaign, &member.keys, &grant.sealed).unwrap();
        member.take_grant(1, opened);
        let newest = &member.line.last().unwrap().certificate;
        assert_eq!(newest.reach, Reach::Stairs(vec![STAIR, stair]));
        assert!(
            member
                .keyring
                .newest_key(Stream::from_name(stair).unwrap())
                .is_some()
        );
        assert_eq!(member.checked().err(), None);
    }
}

#[test]
fn a_line_that_leads_elsewhere_is_nobodys() {
    let lead = founded(1, ISSUED);
    let other = founded(8, ISSUED);
    let mut chain = Chain::default();
    for signed in other.line.iter().chain(&lead.line) {
        chain.insert(signed.clone());
    }
    assert!(chain.check(lead.campaign, other.certificate()).is_err());
    assert!(chain.check(lead.campaign, lead.certificate()).is_ok());
}
