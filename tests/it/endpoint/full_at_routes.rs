//! A full disk at each route that writes: what does not fit is refused with 507 and leaves no trace, the
//! database is whole, and the same bytes are taken once there is room.

use std::cell::RefCell;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::endpoint::Settings;
use stairwell::sync::certificate::Role;
use stairwell::sync::device::{Founding, Invitation, InviteTerms};
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::grant::Package;
use stairwell::sync::granting::{new_epoch, publish_invite};
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{
    Carry, Extend, GrantFor, Grants, Look, Looked, Members, NewCheckpoint, RefusalCode, Revoke,
    SyncRequest, Token, encode, path,
};

use super::camp::{Camp, FIRST, only};
use super::closing::handed_over;
use super::database;
use super::ending::words;
use super::hand::{Hand, noise, stair};
use crate::site::{Answer, Desk, Site};

const PAGE: u64 = 4_096;
/// So many pages are left, one time after the other: the disk ends at another place each time.
const SPARE: [u64; 3] = [0, 1, 2];
/// No page holds so many of anything.
const MOST: u64 = 60;

/// What somebody asks for.
struct Asked {
    path: &'static str,
    token: Option<Token>,
    body: Vec<u8>,
}

impl Asked {
    fn by(desk: &Desk, path: &'static str, body: Vec<u8>) -> Option<Asked> {
        let token = Some(desk.token().clone());
        Some(Asked { path, token, body })
    }

    fn by_anybody(path: &'static str, body: Vec<u8>) -> Option<Asked> {
        let token = None;
        Some(Asked { path, token, body })
    }

    fn of(&self, site: &Site) -> Answer {
        site.post(self.path, self.token.as_ref(), &self.body)
    }
}

/// Asks for one after the other on a disk that has no more than what is there, and some pages, until
/// something does not fit, or there is nothing more to ask for: how often the disk was full.
fn full(prepare: impl Fn(&mut Camp), next: impl Fn(&mut Camp, u64) -> Option<Asked>) -> usize {
    let mut refused = 0;
    for spare in SPARE {
        let mut kept = None;
        let mut camp = Camp::with(|settings| kept = Some(settings.clone()));
        let plenty = kept.unwrap();
        prepare(&mut camp);
        let room = (database::pages(&camp.site.data) + spare) * PAGE;
        camp.site = Site::here(&Settings {
            room: Some(room),
            ..plenty.clone()
        });
        for n in 0..MOST {
            let Some(asked) = next(&mut camp, n) else {
                break;
            };
            let what = format!("{} number {n} with {spare} pages", asked.path);
            let before = camp.rows();
            let answer = asked.of(&camp.site);
            if answer.status == 200 {
                assert_ne!(camp.rows(), before, "{what} is kept");
                continue;
            }
            assert_eq!(answer.refusal().code, RefusalCode::DiskFull, "{what}");
            assert!(answer.authentic || asked.token.is_none(), "{what}");
            assert_eq!(camp.rows(), before, "{what} left a trace");
            assert_eq!(database::integrity(&camp.site.data), "ok", "{what}");
            camp.site = Site::here(&plenty);
            assert_eq!(asked.of(&camp.site).status, 200, "{what}, with room");
            assert_ne!(camp.rows(), before, "{what}, with room, is kept");
            refused += 1;
            break;
        }
    }
    refused
}

fn nothing(_: &mut Camp) {}

#[test]
fn of_who_starts_a_campaign() {
    let refused = full(nothing, |camp, n| {
        let mut rng = ChaCha20Rng::seed_from_u64(100 + n);
        let now = camp.site.now();
        let founding = Founding {
            start_code: camp.site.start_code.clone(),
            name: "Nia".into(),
            now,
            ends: now + 86_400,
            practice: false,
        };
        let (start, _) = founding
            .found(&OwnKeys::random(&mut rng), &mut rng)
            .unwrap();
        Asked::by_anybody(path::START, encode(&start))
    });
    assert_eq!(refused, SPARE.len());
}

fn terms(desk: &Desk, uses: u16) -> InviteTerms {
    InviteTerms {
        role: Role::Volunteer,
        reach: only(FIRST),
        uses,
        second_device_of: None,
        now: desk.now,
        until: desk.now + 3_600,
    }
}

#[test]
fn of_who_invites() {
    let refused = full(nothing, |camp, _| {
        let olwen = &mut camp.olwen;
        let device = olwen.device().clone();
        let (code, certificate) = device.invite(&terms(olwen, 1), &mut olwen.rng);
        let package = Package::default();
        let invite = publish_invite(
            &device,
            &code,
            &certificate,
            Vec::new(),
            package,
            &mut olwen.rng,
        );
        Asked::by(olwen, path::INVITE, encode(&invite.unwrap()))
    });
    assert_eq!(refused, SPARE.len());
}

#[test]
fn of_who_joins() {
    let invited = RefCell::new(None);
    let prepare = |camp: &mut Camp| {
        let terms = terms(&camp.olwen, MOST as u16);
        let code = camp.olwen.invite_with(&camp.site, &terms);
        invited.replace(Some(code));
    };
    let refused = full(prepare, |camp, n| {
        let code = invited.borrow();
        let code = code.as_ref().unwrap();
        let name = code.lookup_name();
        let looked: Looked = camp.site.ask(path::LOOK, None, &Look { name });
        let mut rng = ChaCha20Rng::seed_from_u64(100 + n);
        let invitation = Invitation::read(code, &looked).unwrap();
        let joining = invitation.join(code, "Nell", camp.site.now(), &mut rng);
        Asked::by_anybody(path::JOIN, encode(&joining.request()))
    });
    assert_eq!(refused, SPARE.len());
}

#[test]
fn of_who_pushes_and_of_who_brings_what_others_wrote() {
    let hand = RefCell::new(None);
    let prepare = |camp: &mut Camp| {
        hand.replace(Some(Hand::new(camp.vera.device(), stair(FIRST), 20)));
    };
    let written = || hand.borrow_mut().as_mut().unwrap().write_much();
    let pushed = full(prepare, |camp, _| {
        let batches = vec![written()];
        let request = SyncRequest {
            batches,
            ..SyncRequest::default()
        };
        Asked::by(&camp.vera, path::SYNC, encode(&request))
    });
    let carried = full(prepare, |camp, _| {
        let batches = vec![written()];
        let campaign = camp.vera.device().campaign;
        Asked::by_anybody(path::CARRY, encode(&Carry { campaign, batches }))
    });
    assert_eq!((pushed, carried), (SPARE.len(), SPARE.len()));
}

/// So much that it takes up pages of its own: nobody but whom it is for can say that it is none.
fn sealed(olwen: &mut Desk) -> Vec<u8> {
    (0..150)
        .flat_map(|_| noise(&mut olwen.rng).into_bytes())
        .collect()
}

#[test]
fn of_who_leaves_grants() {
    let refused = full(nothing, |camp, n| {
        let subject = camp.vera.device().joined_as;
        let sealed = sealed(&mut camp.olwen);
        let grants = Grants {
            epoch: camp.olwen.device().keyring.epoch_id()?,
            grants: vec![GrantFor {
                subject,
                certificate: None,
                sealed,
            }],
        };
        (n == 0).then_some(())?;
        Asked::by(&camp.olwen, path::GRANTS, encode(&grants))
    });
    assert_eq!(refused, SPARE.len());
}

#[test]
fn of_who_begins_an_epoch() {
    let refused = full(nothing, |camp, n| {
        (n == 0).then_some(())?;
        let members: Members = camp.site.ask(path::MEMBERS, Some(camp.olwen.token()), &());
        let olwen = &mut camp.olwen;
        let (device, now) = (olwen.device().clone(), olwen.now);
        let work = |_| (Vec::new(), Package::default());
        let (_, mut epoch) = new_epoch(&device, &members, now, work, &mut olwen.rng).unwrap();
        for grant in &mut epoch.grants {
            grant.sealed = sealed(olwen);
        }
        Asked::by(olwen, path::EPOCH, encode(&epoch))
    });
    assert_eq!(refused, SPARE.len());
}

#[test]
fn of_who_replaces_a_streams_past() {
    let prepare = |camp: &mut Camp| {
        for _ in 0..150 {
            let words = noise(&mut camp.olwen.rng);
            let note = Draft::new(stair(FIRST), Fact::Note { words }, Vec::new());
            camp.olwen.record(vec![note]);
        }
        camp.olwen.sync(&camp.site);
        camp.olwen.sync(&camp.site);
    };
    let refused = full(prepare, |camp, n| {
        (n == 0).then_some(())?;
        let olwen = &mut camp.olwen;
        let made = olwen
            .session
            .checkpoint_of(stair(FIRST), &olwen.state, &mut olwen.rng);
        let new = NewCheckpoint {
            checkpoint: made.unwrap().to_bytes(),
            at_once: false,
        };
        Asked::by(olwen, path::CHECKPOINT, encode(&new))
    });
    assert_eq!(refused, SPARE.len());
}

/// What takes no room is taken on a full disk as well: somebody can be taken off, the end put later, and a
/// campaign handed over.
#[test]
fn and_not_of_what_takes_no_room() {
    let revoked = full(nothing, |camp, n| {
        let off = [&camp.vera, &camp.bram, &camp.tova];
        let certificate = off.get(n as usize)?.device().certificate();
        Asked::by(&camp.olwen, path::REVOKE, encode(&Revoke { certificate }))
    });
    let extended = full(nothing, |camp, n| {
        (n < 3).then_some(())?;
        let until = camp.olwen.now + 86_400 * (2 + n as i64);
        let campaign = camp.olwen.device().campaign;
        let extension = SignedExtension::sign(campaign, until, &[(0, &words())]).to_bytes();
        Asked::by(&camp.olwen, path::EXTEND, encode(&Extend { extension }))
    });
    let closed = full(nothing, |camp, n| {
        (n == 0).then_some(())?;
        let closing = handed_over(&camp.olwen);
        Asked::by(&camp.olwen, path::CLOSE, encode(&closing))
    });
    assert_eq!((revoked, extended, closed), (0, 0, 0));
}
