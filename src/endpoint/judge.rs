//! Whether a push is taken: every batch in its place, signed by its log's device, in a stream
//! that device may write. Decided on what is known, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::Checks;
use super::ledger::{Addition, Campaign, Known, Log, Push};
use crate::sync::batch::{Batch, Context, NO_BATCH};
use crate::sync::certificate::{
    CertificateError, CertificateId, Checked, SignedCertificate, Stream,
};
use crate::sync::wire::{Head, LogId, Refusal, RefusalCode};

/// A batch that came.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// Decoded.
    pub batch: Batch,
    /// Its hash.
    pub hash: [u8; 32],
    /// As it came.
    pub bytes: Vec<u8>,
}

/// A judgement in the making.
struct Judge<'a> {
    campaign: Campaign,
    now: i64,
    known: &'a Known,
    checks: &'a Checks,
    /// Certificates already checked, and that may write now.
    checked: BTreeMap<CertificateId, Checked>,
    /// Logs as they stand after what was judged good so far.
    logs: BTreeMap<LogId, Log>,
    hashes: BTreeMap<(LogId, u64), [u8; 32]>,
    push: Push,
}

/// Judges a push: what it adds, or the first thing that is wrong with it. Who carries a batch
/// does not matter. `known.chain` holds the certificates that came with it too; `checks` remembers which held.
///
/// # Errors
/// The refusal, with the log it concerns. A log whose device was revoked or whose certificate
/// has run out is a `BadCertificate` of that log, since it need not be the carrier's.
pub fn judge(
    campaign: Campaign,
    known: &Known,
    arrived: Vec<Arrived>,
    now: i64,
    checks: &Checks,
) -> Result<Push, Refusal> {
    let mut judge = Judge {
        campaign,
        now,
        known,
        checks,
        checked: BTreeMap::new(),
        logs: known.logs.clone(),
        hashes: known.hashes.clone(),
        push: Push::default(),
    };
    for one in arrived {
        judge.one(one)?;
    }
    Ok(judge.push)
}

impl Judge<'_> {
    fn one(&mut self, arrived: Arrived) -> Result<(), Refusal> {
        let (name, first) = (arrived.batch.log, arrived.batch.first);
        let there = self.logs.get(&name).copied();
        let seq = there.map_or(0, |log| log.head.seq);
        let refuse = |code| Refusal::of_log(code, name, Some(seq));
        if first <= seq {
            // Already here, or something else is under these numbers.
            return match self.hashes.get(&(name, first)) {
                Some(hash) if *hash == arrived.hash => Ok(()),
                _ => Err(refuse(RefusalCode::Clash)),
            };
        }
        if self.campaign.closed {
            return Err(refuse(RefusalCode::HandedOver));
        }
        if first > seq + 1 {
            return Err(refuse(RefusalCode::Gap));
        }
        let (stream, certificate) = self.place(&arrived.batch, there).map_err(refuse)?;
        let writer = self.writer(certificate).map_err(refuse)?;
        if !writer.may_write(stream) {
            return Err(refuse(RefusalCode::ForeignStream));
        }
        let context = Context {
            campaign: self.campaign.id,
            stream,
            certificate,
            previous: there.map_or(NO_BATCH, |log| log.head.hash),
        };
        if !arrived.batch.signed_by(writer.certificate.sign, &context) {
            return Err(refuse(RefusalCode::BadSignature));
        }
        self.take(arrived, stream, certificate, there);
        Ok(())
    }

    /// The stream and certificate of a batch's log: its own row's, or what it opens with.
    fn place(
        &self,
        batch: &Batch,
        there: Option<Log>,
    ) -> Result<(Stream, CertificateId), RefusalCode> {
        let (name, certificate) = match (there, &batch.opening) {
            (Some(log), _) => (log.stream, log.certificate),
            (None, Some(opening)) => (opening.stream, opening.certificate),
            (None, None) => return Err(RefusalCode::Gap),
        };
        let stream = Stream::from_name(name).ok_or(RefusalCode::Malformed)?;
        Ok((stream, certificate))
    }

    /// A log's certificate: it holds, is a device's, has not run out and was not revoked.
    fn writer(&mut self, id: CertificateId) -> Result<Checked, RefusalCode> {
        if let Some(checked) = self.checked.get(&id) {
            return Ok(checked.clone());
        }
        let bad = |_: CertificateError| RefusalCode::BadCertificate;
        let chain = &self.known.chain;
        let checked = self
            .checks
            .check(chain, self.campaign.id, id)
            .map_err(bad)?;
        checked.in_time(self.now).map_err(bad)?;
        // What somebody signed before they were revoked stands; nothing new of theirs does, and
        // nothing new below that.
        let revoked = |id| self.known.revoked.contains(id);
        let line = self.known.chain.line_of(id);
        let new_of_the_revoked = line.iter().any(|signed| {
            !self.known.stored.contains(&signed.id()) && revoked(&signed.certificate.parent)
        });
        if !checked.is_device() || revoked(&id) || new_of_the_revoked {
            return Err(RefusalCode::BadCertificate);
        }
        self.checked.insert(id, checked.clone());
        Ok(checked)
    }

    fn take(
        &mut self,
        arrived: Arrived,
        stream: Stream,
        certificate: CertificateId,
        there: Option<Log>,
    ) {
        let Arrived { batch, hash, bytes } = arrived;
        let log = Log {
            stream: stream.name(),
            certificate,
            head: Head {
                log: batch.log,
                seq: batch.last(),
                hash,
            },
        };
        if there.is_none() {
            self.keep_line(certificate);
        }
        self.logs.insert(batch.log, log);
        self.hashes.insert((batch.log, batch.first), hash);
        self.push.additions.push(Addition {
            log,
            first: batch.first,
            count: batch.count,
            follows: there.map(|log| log.head.hash),
            bytes,
        });
    }

    /// The certificates a log needs that are not stored yet.
    fn keep_line(&mut self, certificate: CertificateId) {
        let kept: BTreeSet<CertificateId> = self
            .push
            .certificates
            .iter()
            .map(SignedCertificate::id)
            .collect();
        let line = self.known.chain.line_of(certificate).into_iter();
        self.push.certificates.extend(line.filter(|signed| {
            let id = signed.id();
            !self.known.stored.contains(&id) && !kept.contains(&id)
        }));
    }
}
