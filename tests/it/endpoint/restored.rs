//! The database brought back from a backup that was made as the evening went on: every phone offers again what it sent, and
//! nothing is lost.

use std::collections::BTreeSet;
use std::path::Path;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role, SignedCertificate};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::keys_for;
use stairwell::sync::session::Output;
use stairwell::sync::wire::{GrantFor, Grants, Members, path};

use super::camp::{FIRST, SECOND, only};
use super::hand::{noise, stair};
use super::{backups, database};
use crate::site::{Desk, Site};

fn note(desk: &mut Desk, stream: Stream) {
    let words = noise(&mut desk.rng);
    let fact = Fact::Note { words };
    desk.record(vec![Draft::new(stream, fact, Vec::new())]);
}

/// The batches there are, whatever their order.
fn held(data: &Path) -> BTreeSet<Vec<u8>> {
    let batches = database::batches(data).into_iter();
    batches.map(|batch| batch.7).collect()
}

/// Olwen gives Vera both stairs.
fn give_both(site: &Site, olwen: &mut Desk, vera: &Desk) {
    let (giver, to) = (olwen.device().clone(), vera.device());
    let both = Reach::Stairs(vec![stair(FIRST).name(), stair(SECOND).name()]);
    let mut newer = to.line.last().unwrap().certificate.clone();
    newer.parent = giver.certificate();
    newer.reach = both.clone();
    let newer = SignedCertificate::sign(newer, &giver.keys);
    let grant = Grant {
        keys: keys_for(&giver.keyring, Role::Volunteer, &both).unwrap(),
        turfs: Vec::new(),
        package: Package::default(),
        certificate: Some(newer.clone()),
    };
    let members: Members = site.ask(path::MEMBERS, Some(&giver.token), &());
    let sealed = grant.seal(to.keys.seal_public(), &giver.voucher(), &mut olwen.rng);
    let grants = Grants {
        epoch: members.epoch,
        grants: vec![GrantFor {
            subject: to.joined_as,
            certificate: Some(newer.to_bytes()),
            sealed: sealed.unwrap(),
        }],
    };
    site.ask::<_, ()>(path::GRANTS, Some(&giver.token), &grants);
}

/// An evening with a copy of the database made in the middle of it.
struct Evening {
    folder: tempfile::TempDir,
    site: Site,
    olwen: Desk,
    vera: Desk,
}

impl Evening {
    /// Both write before and after the copy, and Vera is given the second stair after it.
    fn spent() -> Evening {
        let folder = tempfile::tempdir().unwrap();
        let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
        let site = Site::program(&data);
        let mut olwen = Desk::founded(&site, 4);
        let link = olwen.invite(&site, Role::Volunteer, only(FIRST));
        let mut vera = Desk::joined(&site, &link, "Vera", 6);
        note(&mut olwen, Stream::Board);
        note(&mut vera, stair(FIRST));
        olwen.sync(&site);
        vera.sync(&site);
        // While it runs.
        backups::made(&data, &backup);
        note(&mut vera, stair(FIRST));
        vera.sync(&site);
        give_both(&site, &mut olwen, &vera);
        vera.sync(&site);
        for _ in 0..3 {
            note(&mut olwen, Stream::Board);
            note(&mut vera, stair(FIRST));
            note(&mut vera, stair(SECOND));
            olwen.sync(&site);
            vera.sync(&site);
        }
        Evening {
            folder,
            site,
            olwen,
            vera,
        }
    }

    /// The copy takes the place of what was there; answers what that was.
    fn bring_back(&mut self) -> BTreeSet<Vec<u8>> {
        self.site.kill();
        let (data, backup) = (self.site.data.clone(), self.folder.path().join("backup"));
        let before = held(&data);
        backups::brought_back(&data, &backup);
        assert!(held(&data).len() < before.len());
        self.site = Site::program(&data);
        before
    }

    /// Both phones send what they have; what they were told to do.
    fn offer(&mut self) -> Vec<Output> {
        let mut told = self.vera.try_sync(&self.site);
        told.extend(self.olwen.try_sync(&self.site));
        for desk in [&self.vera, &self.olwen] {
            let status = desk.session.status();
            assert_eq!((status.waiting, status.trouble), (0, None));
            assert!(status.up_to_date);
        }
        told
    }
}

fn started_over(told: &[Output]) -> usize {
    told.iter().filter(|one| **one == Output::StartOver).count()
}

#[test]
fn phones_that_only_look_offer_everything_again() {
    let mut evening = Evening::spent();
    let before = evening.bring_back();
    let told = evening.offer();
    assert_eq!(started_over(&told), 2);
    assert_eq!(held(&evening.site.data), before);
}

#[test]
fn phones_that_have_more_to_send_offer_the_rest_with_it() {
    let mut evening = Evening::spent();
    let before = evening.bring_back();
    note(&mut evening.vera, stair(SECOND));
    note(&mut evening.vera, stair(FIRST));
    note(&mut evening.olwen, Stream::Board);
    let told = evening.offer();
    assert!(
        !told.iter().any(|one| matches!(one, Output::Park { .. })),
        "{told:?}"
    );
    assert_eq!(started_over(&told), 2);
    let after = held(&evening.site.data);
    assert!(after.is_superset(&before));
    assert_eq!(after.len(), before.len() + 3);
}

#[test]
fn who_comes_new_sees_all_of_it() {
    let mut evening = Evening::spent();
    evening.bring_back();
    evening.offer();
    let site = &evening.site;
    let link = evening
        .olwen
        .invite(site, Role::Organiser, Reach::Everything);
    let mut owain = Desk::joined(site, &link, "Owain", 9);
    owain.sync(site);
    for desk in [&evening.olwen, &evening.vera] {
        for (stream, (log, next)) in &desk.logs {
            let read = owain.session.reader().head(*log).map(|(seq, _)| seq);
            assert_eq!(read, Some(next - 1), "{stream:?}");
        }
    }
}

/// A backup has the number of no grant that was left after it; the next one must not have it again.
#[test]
fn what_is_given_again_is_taken() {
    let mut evening = Evening::spent();
    evening.bring_back();
    evening.offer();
    let had = evening.vera.device().grant;
    // Numbers go by the clock, in seconds.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    give_both(&evening.site, &mut evening.olwen, &evening.vera);
    evening.vera.try_sync(&evening.site);
    assert!(evening.vera.device().grant > had);
}
