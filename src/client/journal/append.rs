//! Events are put at the end of their logs: what a tap waits for.
//!
//! The number is taken in the transaction, from the log's record there. Records are sealed, and
//! sealing takes this thread a quarter of the time that the browser needs to answer; so what is to be
//! written is made ready for the record known here while the browser looks for the one that is there.
//! Each was sealed under a nonce of its own: the same bytes are the same record, and anything else
//! is read and made ready anew.

use super::lists::ToAsk;
use super::record::{LogRecord, log_key, run_bytes};
use super::schema::{DEVICE, EVENTS, LOGS};
use super::strict::{Fault, Strict};
use super::{Journal, Write, lists, unsealed};
use crate::canvass::dot::Dot;
use crate::canvass::event::Event;

/// Events to write to a log.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// The log, as it is to be where it is not there yet.
    pub record: LogRecord,
    /// Its first event, where it is not there yet and may be opened now.
    pub opening: Option<Event>,
    /// The events.
    pub events: Vec<Event>,
    /// How far this device's clock is off, as it is known when they are recorded: the endpoint's less this one's,
    /// in seconds; 0 where it is not known. It is kept beside them, since an app that is closed before they lie in
    /// a box has measured nothing when it is opened.
    pub offset: i32,
}

/// Where events came to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The log, as it is now.
    pub record: LogRecord,
    /// The number of the first of them.
    pub first: u64,
    /// All that were written: the opening before the rest, where the log was opened.
    pub events: Vec<Event>,
    /// Whether the log was opened.
    pub opened: bool,
}

/// A log's record, and the bytes it lies there as.
#[derive(Debug)]
pub(super) struct Known {
    bytes: Vec<u8>,
    record: LogRecord,
}

/// A run ready to be written: after which record, and what is written then.
struct Ready {
    /// The log's record as it is then.
    log: Known,
    /// The events, under their key.
    run: (Vec<u8>, Vec<u8>),
    written: Written,
}

impl Journal {
    /// Writes these events to their logs in one strict transaction, each with the next number
    /// of its log, and resolves when it has completed.
    ///
    /// # Errors
    /// [`Fault`]: nothing was written.
    pub async fn record(&self, runs: &[NewRun]) -> Result<Vec<Written>, Fault> {
        self.record_with(runs, None).await
    }

    /// As [`Journal::record`], of what asks for a list: the secret it opens with is kept in the same
    /// transaction, so that none is ever asked for that could not be opened.
    ///
    /// # Errors
    /// [`Fault`]: nothing was written, and nothing kept.
    pub async fn record_asking(&self, run: &NewRun, asking: &ToAsk) -> Result<Vec<Written>, Fault> {
        self.record_with(std::slice::from_ref(run), Some(asking))
            .await
    }

    async fn record_with(
        &self,
        runs: &[NewRun],
        asking: Option<&ToAsk>,
    ) -> Result<Vec<Written>, Fault> {
        if unsealed::seals(runs) {
            self.sealings.set(self.sealings.get() + 1);
        }
        self.twice(async || self.try_record(runs, asking).await)
            .await
    }

    async fn try_record(
        &self,
        runs: &[NewRun],
        asking: Option<&ToAsk>,
    ) -> Result<Vec<Written>, Fault> {
        let seals = unsealed::seals(runs);
        // A knock waits for no store that it does not write to.
        let stores: &[&str] = if seals || asking.is_some() {
            &[LOGS, EVENTS, DEVICE]
        } else {
            &[LOGS, EVENTS]
        };
        let transaction = self.main.begin(stores)?;
        let mut ready = Vec::with_capacity(runs.len());
        for run in runs {
            let asked = transaction.ask(LOGS, &run.record.log.0)?;
            let guess = self.guess(run);
            let there = transaction.bytes_asked(&asked).await;
            match there.and_then(|there| self.after(there, run, guess)) {
                Ok(next) => ready.push(next),
                Err(fault) => {
                    transaction.abort();
                    return Err(fault);
                }
            }
        }
        let mut writes: Vec<Write<'_>> = Vec::with_capacity(ready.len() * 2);
        for Ready { log, run, .. } in &ready {
            writes.push((EVENTS, run.0.clone(), Some(run.1.clone())));
            let key = log.record.log.0.to_vec();
            writes.push((LOGS, key, Some(log.bytes.clone())));
        }
        writes.extend(seals.then(unsealed::taken_out));
        match asking {
            None => self.write_both(transaction, &writes).await?,
            Some(asking) => {
                let kept = self.list_beside(&transaction, &ready, asking).await;
                let kept = match kept {
                    Ok(kept) => kept,
                    Err(fault) => {
                        transaction.abort();
                        return Err(fault);
                    }
                };
                // The second copy never has a secret.
                let to_main: Vec<Write<'_>> = writes.iter().cloned().chain([kept]).collect();
                self.write_in_turn(transaction, &to_main, &writes).await?;
            }
        }
        let mut known = self.known.borrow_mut();
        Ok(ready
            .into_iter()
            .map(|ready| {
                known.insert(ready.log.record.log, ready.log);
                ready.written
            })
            .collect())
    }

    /// What keeps the secret of a list that the last of these events asks for.
    async fn list_beside(
        &self,
        transaction: &Strict,
        ready: &[Ready],
        asking: &ToAsk,
    ) -> Result<Write<'static>, Fault> {
        let asks = ready.last().ok_or(Fault::Other)?;
        let asked = Dot {
            log: asks.log.record.log,
            seq: asks.log.record.next - 1,
        };
        let record = self.with_asked(transaction, asking, asked).await?;
        Ok(lists::place(record))
    }

    /// A run made ready for the record known here, and the bytes of that record.
    fn guess(&self, run: &NewRun) -> Option<(Vec<u8>, Ready)> {
        let known = self.known.borrow();
        let known = known.get(&run.record.log)?;
        let ready = self.ready(known.record.clone(), run, false);
        Some((known.bytes.clone(), ready))
    }

    /// A run made ready for the record that is there.
    fn after(
        &self,
        there: Option<Vec<u8>>,
        run: &NewRun,
        guess: Option<(Vec<u8>, Ready)>,
    ) -> Result<Ready, Fault> {
        if let (Some(bytes), Some((known, ready))) = (&there, guess)
            && *bytes == known
        {
            return Ok(ready);
        }
        let (record, opened) = self.found(there, run)?;
        Ok(self.ready(record, run, opened))
    }

    /// The log that a run goes to, and whether it is opened by it.
    pub(super) async fn log_for(
        &self,
        transaction: &Strict,
        run: &NewRun,
    ) -> Result<(LogRecord, bool), Fault> {
        let there = transaction.get_bytes(LOGS, &run.record.log.0).await?;
        self.found(there, run)
    }

    fn found(&self, there: Option<Vec<u8>>, run: &NewRun) -> Result<(LogRecord, bool), Fault> {
        match there {
            Some(bytes) => {
                let record = self.read_log(&run.record.log.0, &bytes);
                let record = record.map_err(|_| Fault::Closed)?;
                let open = record.parked.is_none();
                open.then_some((record, false)).ok_or(Fault::Closed)
            }
            None if run.opening.is_some() => Ok((run.record.clone(), true)),
            None => Err(Fault::Emptied),
        }
    }

    fn ready(&self, mut record: LogRecord, run: &NewRun, opened: bool) -> Ready {
        let opening = run.opening.iter().filter(|_| opened);
        let events: Vec<Event> = opening.chain(&run.events).cloned().collect();
        let first = record.next;
        record.next += events.len() as u64;
        let key = log_key(record.log, first);
        let bytes = run_bytes(record.log, run.offset, &events);
        let bytes = self.seal(EVENTS, &key, &bytes);
        let log = Known {
            bytes: self.sealed_log(&record),
            record: record.clone(),
        };
        Ready {
            log,
            run: (key, bytes),
            written: Written {
                record,
                first,
                events,
                opened,
            },
        }
    }
}
