//! What is pulled, kept and granted: nothing refused is trusted later, and nothing granted is
//! forgotten by a device that is closed at the wrong moment.

use stairwell::canvass::event::Run;
use stairwell::canvass::fold::Written;
use stairwell::sync::batch::{Context, NO_BATCH};
use stairwell::sync::certificate::{
    Certificate, Kind, PersonId, Reach, Role, SignedCertificate, person_of,
};
use stairwell::sync::device::{Invitation, InviteTerms};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::{keys_for, publish_invite};
use stairwell::sync::session::Pulled;
use stairwell::sync::wire::Looked;

use super::*;

const OTHERS: LogId = LogId([3; 8]);

fn stair(seq: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([1; 8]),
        seq,
    }))
}

/// A campaign's first organiser, and somebody they invited.
struct Two {
    rng: ChaCha20Rng,
    lead: Device,
    member: Device,
}

fn two(stairs: &[u64]) -> Two {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let lead = device(&mut rng);
    let terms = InviteTerms {
        role: Role::Volunteer,
        reach: Reach::Stairs(stairs.iter().map(|seq| stair(*seq).name()).collect()),
        uses: 1,
        second_device_of: None,
        now: NOW,
        until: NOW + 600,
    };
    let (code, certificate) = lead.invite(&terms, &mut rng);
    let invite = publish_invite(
        &lead,
        &code,
        &certificate,
        Vec::new(),
        Package::default(),
        &mut rng,
    )
    .unwrap();
    let line = [lead.line.clone(), vec![certificate]].concat();
    let looked = Looked {
        line: line.iter().map(SignedCertificate::to_bytes).collect(),
        uses_left: 1,
        now: NOW,
    };
    let invitation = Invitation::read(&code, &looked).unwrap();
    let member = invitation
        .join(&code, "Idris", NOW, &mut rng)
        .finish(&Joined {
            token: Token(Secret([8; 32])),
            grant: Some(invite.grant),
            now: NOW,
        })
        .unwrap();
    Two { rng, lead, member }
}

impl Two {
    /// A batch of one event in a stream, under the organiser's certificate; signed by whom.
    fn batch(
        &mut self,
        stream: Stream,
        first: u64,
        previous: [u8; 32],
        signer: &OwnKeys,
    ) -> Vec<u8> {
        let context = Context {
            campaign: self.lead.campaign,
            stream,
            certificate: self.lead.certificate(),
            previous,
        };
        let run = Run {
            offset: 0,
            events: vec![knock(first as i64)],
        };
        let key = self.lead.keyring.newest_key(stream).unwrap();
        let rng = &mut self.rng;
        Batch::seal(OTHERS, first, &run, &context, &key, signer, rng)
            .unwrap()
            .to_bytes()
    }

    fn granted(&mut self, reach: Reach, role: Role) -> Vec<u8> {
        let kind = match role {
            Role::Organiser => Kind::Organiser,
            _ => Kind::Device,
        };
        let own = &self.member;
        let certificate = Certificate {
            version: 1,
            parent: self.lead.certificate(),
            campaign: own.campaign,
            sign: own.keys.sign_public(),
            seal: own.keys.seal_public(),
            kind,
            role,
            person: own.person(),
            reach: reach.clone(),
            issued: NOW + 60,
            until: NOW + 86_400,
            practice: true,
        };
        let grant = Grant {
            keys: keys_for(&self.lead.keyring, role, &reach).unwrap(),
            turfs: Vec::new(),
            package: Package::default(),
            certificate: Some(SignedCertificate::sign(certificate, &self.lead.keys)),
        };
        let to = own.keys.seal_public();
        grant.seal(to, &self.lead.voucher(), &mut self.rng).unwrap()
    }
}

fn session_of(device: &Device) -> Bench {
    Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng: ChaCha20Rng::seed_from_u64(9),
    }
}

fn merged(outputs: &[Output]) -> Vec<Written> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Merge(runs) => Some(runs.clone()),
            _ => None,
        })
        .flatten()
        .collect()
}

fn kept(outputs: &[Output]) -> Vec<Pulled> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Keep(pulled) => Some(pulled.clone()),
            _ => None,
        })
        .collect()
}

/// Pulls these batches, an answer each; what was merged, and what a device that starts again
/// merges from what was kept.
fn pulled(two: &Two, answers: &[Vec<Vec<u8>>]) -> (Vec<u64>, Vec<u64>) {
    let mut bench = session_of(&two.member);
    let mut merged_now = Vec::new();
    let mut journal = Vec::new();
    for (n, batches) in answers.iter().enumerate() {
        let request = bench.request();
        let answer = SyncAnswer {
            now: NOW,
            batches: batches.clone(),
            certificates: two.lead.line.iter().map(|s| s.to_bytes()).collect(),
            cursor: Cursor {
                position: n as u64 + 1,
                chain: [n as u8 + 1; 32],
            },
            ..SyncAnswer::default()
        };
        let outputs = bench.answer(&request, 200, encode(&answer));
        merged_now.extend(merged(&outputs));
        journal.extend(kept(&outputs));
    }
    assert_eq!(journal.len(), answers.len());
    let mut again = session_of(&two.member);
    let mut merged_again = Vec::new();
    for pulled in journal {
        let outputs = again.step(Input::Replayed(pulled));
        merged_again.extend(merged(&outputs));
    }
    let firsts = |runs: Vec<Written>| runs.iter().map(|run| run.first).collect::<Vec<_>>();
    (firsts(merged_now), firsts(merged_again))
}

/// A member has the keys of the board and of their stairs, and an endpoint of ill will brings
/// what they sealed as the organiser's.
#[test]
fn what_another_hand_signed_is_merged_neither_now_nor_after_a_restart() {
    let mut two = two(&[3]);
    let (lead, member) = (two.lead.keys.clone(), two.member.keys.clone());
    for stream in [Stream::Board, stair(3)] {
        let forged = two.batch(stream, 1, NO_BATCH, &member);
        assert_eq!(pulled(&two, &[vec![forged]]), (vec![], vec![]));
        let first = two.batch(stream, 1, NO_BATCH, &lead);
        let second = two.batch(stream, 2, Batch::hash(&first), &member);
        let both = [vec![first.clone(), second.clone()]];
        assert_eq!(pulled(&two, &both), (vec![1], vec![1]), "in one answer");
        let apart = [vec![first.clone()], vec![second.clone()]];
        assert_eq!(pulled(&two, &apart), (vec![1], vec![1]), "in two");
        // Kept before anybody could tell, since the log's beginning had not come.
        let turned = [vec![second], vec![first]];
        assert_eq!(pulled(&two, &turned), (vec![1], vec![1]), "backwards");
    }
}

#[test]
fn what_the_right_hand_signed_is_the_same_now_and_after_a_restart() {
    let mut two = two(&[3]);
    let lead = two.lead.keys.clone();
    let first = two.batch(stair(3), 1, NO_BATCH, &lead);
    let second = two.batch(stair(3), 2, Batch::hash(&first), &lead);
    for answers in [
        vec![vec![first.clone(), second.clone()]],
        vec![vec![first.clone()], vec![second.clone()]],
        vec![vec![second.clone()], vec![first.clone()]],
        vec![vec![first.clone()], vec![first, second]],
    ] {
        assert_eq!(pulled(&two, &answers), (vec![1, 2], vec![1, 2]));
    }
}

fn grant_answer(sealed: Vec<u8>) -> SyncAnswer {
    SyncAnswer {
        now: NOW,
        grant: Some((1, sealed)),
        cursor: Cursor {
            position: 5,
            chain: [5; 32],
        },
        ..SyncAnswer::default()
    }
}

/// What the journal holds where the device was closed before the next answer.
fn closed_after(outputs: &[Output]) -> (Device, Pulled) {
    let place = |wanted: fn(&Output) -> bool| outputs.iter().position(wanted).unwrap();
    let keep = place(|output| matches!(output, Output::Keep(_)));
    let device = place(|output| matches!(output, Output::KeepDevice(_)));
    assert!(
        keep < device,
        "or the grant would be known and not its past"
    );
    let Output::KeepDevice(device) = &outputs[device] else {
        unreachable!()
    };
    (device.clone(), kept(outputs).remove(0))
}

fn request_after_restart(device: &Device, pulled: Pulled) -> SyncRequest {
    let mut again = session_of(device);
    again.step(Input::Replayed(pulled));
    sent(&again.request())
}

#[test]
fn a_stair_granted_later_is_back_filled_though_the_device_was_closed() {
    let mut two = two(&[3]);
    let reach = Reach::Stairs(vec![stair(3).name(), stair(4).name()]);
    let sealed = two.granted(reach, Role::Volunteer);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let (device, chunk) = closed_after(&outputs);
    // The one it had, too: it may have been taken and given back meanwhile.
    let wanted = [(stair(3).name(), 0), (stair(4).name(), 0)];
    assert_eq!(sent(&bench.drain_to_request(outputs)).backfill, wanted);
    let request = request_after_restart(&device, chunk);
    assert_eq!(request.backfill, wanted);
    assert_eq!(request.cursor.position, 5);
    assert_eq!(request.grant, 1);
}

#[test]
fn a_stair_that_was_taken_and_given_back_unheard_is_pulled_from_its_start() {
    let mut two = two(&[3]);
    let sealed = two.granted(Reach::Stairs(vec![stair(3).name()]), Role::Volunteer);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let backfill = sent(&bench.drain_to_request(outputs)).backfill;
    assert_eq!(backfill, [(stair(3).name(), 0)]);
}

#[test]
fn whoever_is_made_an_organiser_pulls_everything_from_the_start() {
    let mut two = two(&[3]);
    let sealed = two.granted(Reach::Everything, Role::Organiser);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let at_the_end = SyncAnswer {
        grant: None,
        ..grant_answer(Vec::new())
    };
    bench.answer(&request, 200, encode(&at_the_end));
    let request = bench.request();
    assert_eq!(sent(&request).cursor.position, 5);
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let (device, chunk) = closed_after(&outputs);
    assert_eq!(device.role(), Role::Organiser);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).cursor, Cursor::default());
    assert_eq!(sent(&request).backfill, []);
    assert_eq!(
        request_after_restart(&device, chunk).cursor,
        Cursor::default()
    );
    // Once is enough.
    let answer = SyncAnswer {
        now: NOW,
        cursor: Cursor {
            position: 5,
            chain: [5; 32],
        },
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Send(_)))
    );
    assert!(bench.session.status().up_to_date);
}

/// An endpoint may bring back any grant it ever held.
#[test]
fn an_old_grant_shown_again_takes_neither_role_nor_keys_away() {
    let mut two = two(&[3]);
    let old = {
        let keys = keys_for(
            &two.lead.keyring,
            Role::Volunteer,
            &Reach::Stairs(vec![stair(3).name()]),
        );
        let grant = Grant {
            keys: keys.unwrap(),
            turfs: Vec::new(),
            package: Package::default(),
            certificate: None,
        };
        let to = two.member.keys.seal_public();
        grant.seal(to, &two.lead.voucher(), &mut two.rng).unwrap()
    };
    let sealed = two.granted(Reach::Everything, Role::Organiser);
    let mut device = two.member.clone();
    let open = |device: &Device, sealed: &[u8]| {
        Grant::open(device.campaign, &device.keys, sealed).unwrap()
    };
    device.take_grant(1, open(&two.member, &sealed));
    let promoted = device.clone();
    assert_eq!(device.role(), Role::Organiser);
    assert!(matches!(device.keyring, Keyring::Organiser(_)));
    device.take_grant(2, open(&two.member, &old));
    assert_eq!(device.keyring, promoted.keyring);
    assert_eq!(device.line, promoted.line);
}

#[test]
fn a_certificate_issued_before_ones_own_is_left() {
    let mut two = two(&[3]);
    let wider = Reach::Stairs(vec![stair(3).name(), stair(4).name()]);
    let sealed = two.granted(wider, Role::Volunteer);
    let mut device = two.member.clone();
    let newest = device.line.last_mut().unwrap();
    newest.certificate.issued = NOW + 61;
    let before = device.line.clone();
    device.take_grant(
        1,
        Grant::open(device.campaign, &device.keys, &sealed).unwrap(),
    );
    assert_eq!(device.line, before);
}

#[test]
fn a_certificate_for_other_keys_is_left() {
    let mut two = two(&[3]);
    let own = two.member.keys.clone();
    two.member.keys = OwnKeys::from_secret(&[6; 64]);
    let theirs = two.granted(Reach::Stairs(vec![stair(4).name()]), Role::Volunteer);
    let opened = Grant::open(two.lead.campaign, &two.member.keys, &theirs).unwrap();
    two.member.keys = own;
    let before = two.member.line.clone();
    two.member.take_grant(1, opened);
    assert_eq!(two.member.line, before);
}

#[test]
fn what_was_recorded_on_a_stair_since_taken_away_still_goes_out() {
    let mut two = two(&[3]);
    let next = Epoch(Secret([5; 32]));
    let log = OwnLog {
        log: LOG,
        stream: stair(3),
        certificate: two.member.certificate(),
        acknowledged: 0,
        acknowledged_hash: NO_BATCH,
        parked: None,
    };
    let key = two.member.keyring.newest_key(stair(3)).unwrap();
    two.member
        .keyring
        .add(Keyring::Member(vec![next.member_keys(&[stair(4).name()])]));
    assert!(two.member.keyring.newest_key(stair(3)).is_none());
    let mut bench = session_of(&two.member);
    bench.step(Input::Opened(log));
    bench.record(1);
    let batches = sent(&bench.request()).batches;
    assert_eq!(batches.len(), 1);
    let batch = Batch::from_bytes(&batches[0]).unwrap();
    assert_eq!(batch.key, stairwell::sync::epoch::key_id(&key));
}

#[test]
fn whoever_joins_for_the_first_time_is_nobody_known() {
    let two = two(&[3]);
    let person: PersonId = person_of(two.member.keys.sign_public());
    assert_eq!(two.member.person(), person);
    assert_ne!(two.member.person(), two.lead.person());
}

/// A copy has the same unsent events, and was first to hear of an epoch.
#[test]
fn what_is_held_under_keys_that_come_with_it_is_not_recorded_anew() {
    let mut two = two(&[3]);
    let next = Epoch(Secret([5; 32]));
    let keys = Keyring::Member(vec![next.member_keys(&[stair(3).name()])]);
    let log = OwnLog {
        log: LOG,
        stream: stair(3),
        certificate: two.member.certificate(),
        acknowledged: 0,
        acknowledged_hash: NO_BATCH,
        parked: None,
    };
    let mut copied = two.member.clone();
    copied.keyring.add(keys.clone());
    let mut copy = session_of(&copied);
    let mut bench = session_of(&two.member);
    for own in [&mut copy, &mut bench] {
        own.step(Input::Opened(log.clone()));
        own.record(1);
    }
    bench.record(2);
    let held = sent(&copy.request()).batches;
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(1)));
    let request = bench.drain_to_request(outputs);
    let grant = Grant {
        keys,
        turfs: Vec::new(),
        package: Package::default(),
        certificate: None,
    };
    let to = two.member.keys.seal_public();
    let sealed = grant.seal(to, &two.lead.voucher(), &mut two.rng).unwrap();
    let answer = SyncAnswer {
        now: NOW,
        held,
        grant: Some((1, sealed)),
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    let anew = |output: &Output| matches!(output, Output::RecordAnew { .. });
    assert!(!outputs.iter().any(anew), "{outputs:?}");
    assert_eq!(bench.session.status().waiting, 1);
}
