//! What is pulled and kept: nothing refused is trusted later, and nothing is
//! forgotten by a device that is closed at the wrong moment.

use stairwell::canvass::event::Run;
use stairwell::canvass::fold::Written;
use stairwell::sync::batch::{Context, NO_BATCH};
use stairwell::sync::certificate::{Certificate, Kind, Reach, Role, SignedCertificate};
use stairwell::sync::device::{Invitation, InviteTerms};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::{keys_for, publish_invite};
use stairwell::sync::session::Pulled;
use stairwell::sync::wire::Looked;

use super::*;

pub const OTHERS: LogId = LogId([3; 8]);

pub fn stair(seq: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([1; 8]),
        seq,
    }))
}

/// A campaign's first organiser, and somebody they invited.
pub struct Two {
    pub rng: ChaCha20Rng,
    pub lead: Device,
    pub member: Device,
}

pub fn two(stairs: &[u64]) -> Two {
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
    pub fn batch(
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

    pub fn granted(&mut self, reach: Reach, role: Role) -> Vec<u8> {
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

pub fn session_of(device: &Device) -> Bench {
    Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng: ChaCha20Rng::seed_from_u64(9),
    }
}

pub fn merged(outputs: &[Output]) -> Vec<Written> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Merge(runs) => Some(runs.clone()),
            _ => None,
        })
        .flatten()
        .collect()
}

pub fn kept(outputs: &[Output]) -> Vec<Pulled> {
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
