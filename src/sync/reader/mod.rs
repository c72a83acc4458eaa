//! Reading batches that others wrote: the chain of each log, signatures, keys.
//!
//! A log's newest signature vouches for all before it, since each covers the hash of the batch
//! before: of a page of batches only each log's last one is verified, and one by one only where
//! that fails.

mod checkpoints;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::canvass::checkpoint::Taken;
use crate::canvass::dot::LogId;
use crate::canvass::fold::Written;
use crate::canvass::order::gather;
use crate::canvass::stream::Stream;
use crate::sync::batch::{Batch, Context, NO_BATCH};
use crate::sync::certificate::{CampaignId, CertificateId, Chain, Checked, SignedCertificate};
use crate::sync::checkpoint::Past;
use crate::sync::epoch::Keyring;
use crate::sync::inner::unwrap_event;

/// Whether batches still have to prove themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// From outside: signatures are verified.
    Verify,
    /// From this device's own journal, verified when they came.
    Own,
}

/// A log as far as it has been read.
#[derive(Clone, Debug)]
struct ReadLog {
    stream: Stream,
    author: Checked,
    head: u64,
    hash: [u8; 32],
    /// It went on from a checkpoint. What followed that may have been kept before anybody could verify it,
    /// so it is verified whenever it is read.
    jumped: bool,
}

/// What a reader has read, as its device keeps it: trusted like the device's own journal, and so for
/// nobody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    certificates: Vec<SignedCertificate>,
    checked: Vec<Checked>,
    logs: Vec<KeptLog>,
    orphans: Vec<(LogId, Vec<Vec<u8>>)>,
    aside: Vec<(Batch, Context)>,
    checkpoints_aside: Vec<CheckpointAside>,
    pasts: Vec<([u8; 16], Past)>,
}

/// A checkpoint that could not be taken where it stood in the order.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct CheckpointAside {
    bytes: Vec<u8>,
    /// How far its stream's logs were read there: what came behind it, it need not hold.
    before: BTreeMap<LogId, u64>,
}

/// A log as far as it was read, its author by the certificate.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptLog {
    log: LogId,
    stream: [u8; 16],
    certificate: CertificateId,
    head: u64,
    hash: [u8; 32],
    jumped: bool,
}

/// What a page of batches came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What was opened, in the page's order, for the fold.
    pub written: Vec<Written>,
    /// Checkpoints, which stand before what was opened.
    pub checkpoints: Vec<Taken>,
    /// Streams of which a checkpoint says another thing than what was read here: another batch where
    /// a log ends, or less of it.
    pub differing: BTreeSet<Stream>,
    /// How many batches were set aside because no key here opens them (yet).
    pub set_aside: usize,
    /// How many were not what they should be, and were passed over.
    pub refused: usize,
    /// The hashes of those: they must not be kept, or they would be trusted as one's own.
    pub spoilt: BTreeSet<[u8; 32]>,
}

/// Reads batches of any log, in each log's order.
#[derive(Clone, Debug)]
pub struct Reader {
    campaign: CampaignId,
    chain: Chain,
    /// Certificates that hold: checking one takes a signature a link, and many logs are written
    /// under one. What holds once holds for ever.
    checked: BTreeMap<CertificateId, Checked>,
    /// They and all above them but the root: what stands below one of these is checked from there.
    above: BTreeSet<CertificateId>,
    /// Those that another reader of this campaign has checked before.
    known: BTreeMap<CertificateId, Checked>,
    logs: BTreeMap<LogId, ReadLog>,
    /// Batches that follow what has not come yet: a stream is still being back-filled, or a checkpoint is
    /// set aside.
    orphans: BTreeMap<LogId, Vec<Vec<u8>>>,
    /// Batches no key here opened, with what they are sealed in.
    aside: Vec<(Batch, Context)>,
    /// Checkpoints that could not be taken yet.
    checkpoints_aside: Vec<CheckpointAside>,
    /// What has come of each stream since its last checkpoint.
    pasts: BTreeMap<Stream, Past>,
}

impl Page {
    fn refuse(&mut self, hash: [u8; 32]) {
        self.refused += 1;
        self.spoilt.insert(hash);
    }
}

impl Reader {
    /// A reader that has read nothing and knows these certificates.
    pub fn new(campaign: CampaignId, chain: Chain) -> Reader {
        Reader {
            campaign,
            chain,
            checked: BTreeMap::new(),
            above: BTreeSet::new(),
            known: BTreeMap::new(),
            logs: BTreeMap::new(),
            orphans: BTreeMap::new(),
            aside: Vec::new(),
            checkpoints_aside: Vec::new(),
            pasts: BTreeMap::new(),
        }
    }

    /// What was read, to go on from.
    pub fn kept(&self) -> Kept {
        let logs = self.logs.iter();
        let orphans = self.orphans.iter();
        Kept {
            certificates: self.chain.iter().cloned().collect(),
            checked: self.checked.values().cloned().collect(),
            logs: logs
                .map(|(log, read)| KeptLog {
                    log: *log,
                    stream: read.stream.name(),
                    certificate: read.author.id,
                    head: read.head,
                    hash: read.hash,
                    jumped: read.jumped,
                })
                .collect(),
            orphans: orphans.map(|(log, all)| (*log, all.clone())).collect(),
            aside: self.aside.clone(),
            checkpoints_aside: self.checkpoints_aside.clone(),
            pasts: self
                .pasts()
                .map(|(stream, past)| (stream.name(), past))
                .collect(),
        }
    }

    /// Goes on from what was kept, in the place of all that was read here. Whether it fits together:
    /// nothing has changed where it does not.
    pub fn go_on_from(&mut self, kept: Kept) -> bool {
        let checked: BTreeMap<_, _> = gather(kept.checked.into_iter().map(|one| (one.id, one)));
        let logs = kept.logs.into_iter().map(|kept| {
            let read = ReadLog {
                stream: Stream::from_name(kept.stream)?,
                author: checked.get(&kept.certificate)?.clone(),
                head: kept.head,
                hash: kept.hash,
                jumped: kept.jumped,
            };
            Some((kept.log, read))
        });
        let Some(logs) = logs.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let pasts = kept.pasts.into_iter();
        let pasts = pasts.filter_map(|(name, past)| Some((Stream::from_name(name)?, past)));
        self.pasts = gather(pasts);
        self.logs = gather(logs);
        for signed in kept.certificates {
            self.chain.insert(signed);
        }
        self.above = gather(checked.values().flat_map(Reader::line));
        self.checked = checked;
        self.orphans = gather(kept.orphans);
        self.aside = kept.aside;
        self.checkpoints_aside = kept.checkpoints_aside;
        true
    }

    /// The certificates known.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// A certificate that holds up to the campaign's root; `None` where it does not, or is not known.
    pub fn holding(&self, id: CertificateId) -> Option<Checked> {
        let known = || self.known.get(&id).filter(|known| self.is_here(known));
        let checked = self.checked.get(&id).or_else(known).cloned();
        checked.or_else(|| {
            let below = self.chain.check_below(self.campaign, id, &self.above);
            below.ok()
        })
    }

    /// Takes over from another reader which certificates hold: a certificate's name tells all that is
    /// in it and above it.
    pub fn learn_from(&mut self, other: &Reader) {
        if self.campaign == other.campaign {
            self.known = other.known.clone();
            let checked = other.checked.iter();
            self.known
                .extend(checked.map(|(id, one)| (*id, one.clone())));
        }
    }

    /// A certificate that holds and those above it, all but the root.
    fn line(checked: &Checked) -> impl Iterator<Item = CertificateId> {
        checked.line.iter().chain([&checked.id]).copied()
    }

    /// Whether a certificate and all above it have come to this reader too.
    fn is_here(&self, checked: &Checked) -> bool {
        let root = CertificateId(self.campaign.0);
        let mut line = checked.line.iter().chain([&root, &checked.id]);
        line.all(|id| self.chain.get(*id).is_some())
    }

    /// The certificates known, to add to.
    pub fn chain_mut(&mut self) -> &mut Chain {
        &mut self.chain
    }

    /// How far a log has been read: its newest number and the hash of its newest batch.
    pub fn head(&self, log: LogId) -> Option<(u64, [u8; 32])> {
        self.logs.get(&log).map(|read| (read.head, read.hash))
    }

    /// Every log read, and how far.
    pub fn heads(&self) -> impl Iterator<Item = (LogId, Stream, u64, [u8; 32])> {
        self.logs
            .iter()
            .map(|(log, read)| (*log, read.stream, read.head, read.hash))
    }

    /// Reads a page of batches.
    pub fn read<'a>(
        &mut self,
        batches: impl IntoIterator<Item = &'a [u8]>,
        keyring: &Keyring,
        trust: Trust,
    ) -> Page {
        let mut page = Page::default();
        self.take_set_aside(keyring, &mut page);
        let mut runs: BTreeMap<LogId, Vec<(Batch, [u8; 32])>> = BTreeMap::new();
        let mut order = Vec::new();
        for bytes in batches {
            match Batch::from_bytes(bytes) {
                Ok(batch) => {
                    if !runs.contains_key(&batch.log) {
                        order.push(batch.log);
                    }
                    let run = runs.entry(batch.log).or_default();
                    run.push((batch, Batch::hash(bytes)));
                    self.keep_if_orphan(bytes, run);
                }
                Err(_) => page.refuse(Batch::hash(bytes)),
            }
        }
        for log in order {
            let run = runs.remove(&log).unwrap_or_default();
            self.read_log(log, run, keyring, trust, &mut page);
        }
        page
    }

    /// Tries again what was set aside: to be called when new keys have come.
    pub fn read_set_aside(&mut self, keyring: &Keyring) -> Page {
        let mut page = Page::default();
        self.take_set_aside(keyring, &mut page);
        for (batch, context) in std::mem::take(&mut self.aside) {
            self.open(batch, context, keyring, &mut page);
        }
        page
    }

    /// A batch whose log's beginning is nowhere yet waits for it.
    fn keep_if_orphan(&mut self, bytes: &[u8], run: &mut Vec<(Batch, [u8; 32])>) {
        let begins = run
            .first()
            .is_some_and(|(batch, _)| batch.opening.is_some());
        let Some((batch, _)) = run.last() else { return };
        if !self.logs.contains_key(&batch.log) && !begins {
            self.orphans
                .entry(batch.log)
                .or_default()
                .push(bytes.to_vec());
            run.pop();
        }
    }

    fn read_log(
        &mut self,
        log: LogId,
        mut run: Vec<(Batch, [u8; 32])>,
        keyring: &Keyring,
        trust: Trust,
        page: &mut Page,
    ) {
        let orphans = self.orphans_of(log, &run);
        let jumped = self.logs.get(&log).is_some_and(|read| read.jumped);
        // Nobody has verified those yet, not even when they were kept.
        let trust = match orphans.is_empty() && !jumped {
            true => trust,
            false => Trust::Verify,
        };
        run.extend(orphans);
        run.sort_by_key(|(batch, _)| batch.first);
        let Some(mut read) = self.known_or_opened(log, &run) else {
            for (_, hash) in run {
                page.refuse(hash);
            }
            return;
        };
        let mut line = Vec::new();
        let (mut head, mut hash) = (read.head, read.hash);
        for (batch, own_hash) in run {
            if batch.last() <= head {
                continue; // Read before.
            }
            if batch.first > head + 1 && batch.opening.is_none() {
                // What lies between is still to be back-filled, or in a checkpoint without a key here.
                self.orphans.entry(log).or_default().push(batch.to_bytes());
                continue;
            }
            if batch.first != head + 1 {
                page.refuse(own_hash);
                continue;
            }
            let context = Context {
                campaign: self.campaign,
                stream: read.stream,
                certificate: read.author.id,
                previous: hash,
            };
            (head, hash) = (batch.last(), own_hash);
            line.push((batch, context, own_hash));
        }
        let vouched = match trust {
            Trust::Own => line.len(),
            Trust::Verify => vouched_for(&line, &read.author),
        };
        for (_, _, own_hash) in line.drain(vouched..) {
            page.refuse(own_hash);
        }
        for (batch, context, own_hash) in line {
            read.head = batch.last();
            read.hash = own_hash;
            let past = self.pasts.entry(read.stream).or_default();
            past.batches += 1;
            past.events += u64::from(batch.count);
            self.logs.insert(log, read.clone());
            self.open(batch, context, keyring, page);
        }
    }

    /// What waited for this log's beginning, or for what lies between.
    fn orphans_of(&mut self, log: LogId, run: &[(Batch, [u8; 32])]) -> Vec<(Batch, [u8; 32])> {
        let begins = run
            .first()
            .is_some_and(|(batch, _)| batch.opening.is_some());
        if !begins && !self.logs.contains_key(&log) {
            return Vec::new();
        }
        let waited = self.orphans.remove(&log).unwrap_or_default();
        let waited = waited.iter().filter_map(|bytes| {
            let batch = Batch::from_bytes(bytes).ok()?;
            Some((batch, Batch::hash(bytes)))
        });
        waited.collect()
    }

    /// The log as read so far, or as its first batch opens it: a certificate that holds, and may
    /// write there.
    fn known_or_opened(&mut self, log: LogId, run: &[(Batch, [u8; 32])]) -> Option<ReadLog> {
        if let Some(read) = self.logs.get(&log) {
            return Some(read.clone());
        }
        let opening = run.first()?.0.opening?;
        let stream = Stream::from_name(opening.stream)?;
        let author = self.check(opening.certificate)?;
        author.may_write(stream).then_some(ReadLog {
            stream,
            author,
            head: 0,
            hash: NO_BATCH,
            jumped: false,
        })
    }

    fn check(&mut self, id: CertificateId) -> Option<Checked> {
        let checked = self.holding(id)?;
        self.above.extend(Reader::line(&checked));
        self.checked.insert(id, checked.clone());
        Some(checked)
    }

    fn open(&mut self, batch: Batch, context: Context, keyring: &Keyring, page: &mut Page) {
        let opened = keyring
            .key(context.stream, batch.key)
            .and_then(|key| batch.open(&context, &key).ok());
        let (Some(run), Some(read)) = (opened, self.logs.get(&batch.log)) else {
            self.aside.push((batch, context));
            page.set_aside += 1;
            return;
        };
        let author = read.author.author(context.stream);
        let mut events = run.events;
        // Elsewhere a wrapper would be one thing to organisers and another to everyone else.
        if context.stream == Stream::Inner {
            let unwrap = |event| unwrap_event(self.campaign, author.person, event, keyring);
            events = events.into_iter().map(unwrap).collect();
        }
        page.written.push(Written {
            log: batch.log,
            author,
            first: batch.first,
            offset: run.offset,
            events,
        });
    }
}

/// How many of a log's batches, from its first here, are vouched for.
fn vouched_for(line: &[(Batch, Context, [u8; 32])], author: &Checked) -> usize {
    let key = author.certificate.sign;
    match line.last() {
        None => 0,
        Some((batch, context, _)) if batch.signed_by(key, context) => line.len(),
        Some(_) => line
            .iter()
            .take_while(|(batch, context, _)| batch.signed_by(key, context))
            .count(),
    }
}
