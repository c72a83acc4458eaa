//! A made-up campaign: an organiser who founded it and volunteers who joined by invitation, with real
//! keys and certificates; at an endpoint, or at none.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::event::{Event, Run};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{Reach, Role, SignedCertificate};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::wire::{Joined, Looked, Token, path};

use crate::estate::{self, stair};
use crate::evening::EVENING;
use crate::served::Served;

/// A campaign.
pub struct Camp<'s> {
    pub organiser: Device,
    pub chance: ChaCha20Rng,
    served: Option<&'s Served>,
}

impl<'s> Camp<'s> {
    /// Founds one, at an endpoint where there is one.
    pub fn found(served: Option<&'s Served>, seed: u64) -> Camp<'s> {
        let mut chance = ChaCha20Rng::seed_from_u64(seed);
        let founding = Founding {
            start_code: served.map_or(String::new(), |served| served.start_code.clone()),
            name: "Olwen".into(),
            now: served.map_or(EVENING - 86_400, |_| Served::now()),
            ends: served.map_or(EVENING, |_| Served::now()) + 30 * 86_400,
            practice: false,
        };
        let root = OwnKeys::random(&mut chance);
        let (start, joining) = founding.found(&root, &mut chance).unwrap();
        let joined = match served {
            Some(served) => served.ask(path::START, None, &start),
            None => nowhere(None),
        };
        Camp {
            organiser: joining.finish(&joined).unwrap(),
            chance,
            served,
        }
    }

    /// One device of this role and reach.
    pub fn joined(&mut self, role: Role, reach: Reach) -> Device {
        self.all_joined(role, reach, 1).remove(0)
    }

    /// So many volunteers' phones that reach these stairs.
    pub fn volunteers(&mut self, stairs: impl Iterator<Item = u64>, count: u16) -> Vec<Device> {
        let reach = stairs.map(|n| Stream::Stair(stair(n)).name()).collect();
        self.all_joined(Role::Volunteer, Reach::Stairs(reach), count)
    }

    fn all_joined(&mut self, role: Role, reach: Reach, count: u16) -> Vec<Device> {
        let (code, grant, certificate) = self.invite(role, reach, count);
        let line = self.organiser.line.iter().chain([&certificate]);
        let looked = Looked {
            line: line.map(SignedCertificate::to_bytes).collect(),
            uses_left: count,
            now: self.now(),
        };
        let invitation = Invitation::read(&code, &looked).unwrap();
        let mut devices = Vec::new();
        for n in 0..count {
            let name = format!("Walker {n}");
            let joining = invitation.join(&code, &name, self.now(), &mut self.chance);
            let joined = match self.served {
                Some(served) => served.ask(path::JOIN, None, &joining.request()),
                None => nowhere(Some(grant.clone())),
            };
            devices.push(joining.finish(&joined).unwrap());
        }
        devices
    }

    /// Publishes an invitation: its code, what waits for who joins by it, its certificate.
    pub fn invite(
        &mut self,
        role: Role,
        reach: Reach,
        uses: u16,
    ) -> (InviteCode, Vec<u8>, SignedCertificate) {
        let now = self.now();
        let terms = InviteTerms {
            role,
            reach,
            uses,
            second_device_of: None,
            now,
            until: now + 86_400,
        };
        let (code, certificate) = self.organiser.invite(&terms, &mut self.chance);
        let invite = publish_invite(
            &self.organiser,
            &code,
            &certificate,
            Vec::new(),
            Package::default(),
            &mut self.chance,
        )
        .unwrap();
        if let Some(served) = self.served {
            served.ask::<_, ()>(path::INVITE, Some(&self.organiser.token), &invite);
        }
        (code, invite.grant, certificate)
    }

    fn now(&self) -> i64 {
        self.served.map_or(EVENING - 86_400, |_| Served::now())
    }

    /// The board and the doors of these stairs, sealed by the organiser.
    pub fn listed(&mut self, stairs: u64) -> Vec<Vec<u8>> {
        let board = estate::board(stairs);
        let mut batches = sealed(
            &self.organiser,
            (estate::BOARD, Stream::Board),
            &board,
            500,
            &mut self.chance,
        );
        for n in 0..stairs {
            let (log, doors) = estate::doors(n);
            let place = (log, Stream::Stair(stair(n)));
            batches.extend(sealed(
                &self.organiser,
                place,
                &doors,
                500,
                &mut self.chance,
            ));
        }
        batches
    }
}

/// What an endpoint would answer to who joins.
fn nowhere(grant: Option<Vec<u8>>) -> Joined {
    Joined {
        token: Token(Secret([7; 32])),
        grant,
        now: EVENING,
    }
}

/// A log's events in batches of so many, sealed and signed by the device that wrote them.
pub fn sealed(
    device: &Device,
    (log, stream): (LogId, Stream),
    events: &[Event],
    of: usize,
    chance: &mut ChaCha20Rng,
) -> Vec<Vec<u8>> {
    let key = device.keyring.last_key(stream).unwrap();
    let mut context = Context {
        campaign: device.campaign,
        stream,
        certificate: device.certificate(),
        previous: NO_BATCH,
    };
    let mut first = 1;
    let mut batches = Vec::new();
    for events in events.chunks(of) {
        let run = Run {
            offset: 3,
            events: events.to_vec(),
        };
        let batch = Batch::seal(log, first, &run, &context, &key, &device.keys, chance).unwrap();
        first += events.len() as u64;
        let bytes = batch.to_bytes();
        context.previous = Batch::hash(&bytes);
        batches.push(bytes);
    }
    batches
}

/// What phones recorded on a stair: each `count` events, in one log, in batches of `of`. The first
/// phone's number there is given.
pub fn visited(
    n: u64,
    (first, phones): (u64, &[Device]),
    (count, of): (usize, usize),
    chance: &mut ChaCha20Rng,
) -> Vec<Vec<u8>> {
    let mut batches = Vec::new();
    for (by, device) in (first..).zip(phones) {
        let events = crate::evening::on_a_stair(n, by, count);
        let place = (estate::log(n, by), Stream::Stair(stair(n)));
        batches.extend(sealed(device, place, &events, of, chance));
    }
    batches
}
