//! What a refusal changes: stop, wait, send less, look again, or leave a log.

use rand_core::CryptoRng;

use super::exchange::{Output, Trouble};
use super::{Line, Offer, Phase, Session};
use crate::canvass::dot::LogId;
use crate::sync::wire::{Refusal, RefusalCode};

impl Session {
    pub(super) fn refused(
        &mut self,
        now: i64,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        self.last_answer = Some(now);
        match (refusal.code, refusal.log()) {
            (RefusalCode::Revoked, _) => {
                self.fail(now, Trouble::Refused(refusal.code));
                vec![Output::Forget]
            }
            (RefusalCode::UnknownDevice | RefusalCode::RunOut | RefusalCode::NotAllowed, _) => {
                self.fail(now, Trouble::Refused(refusal.code));
                Vec::new()
            }
            (RefusalCode::TooLarge, None) if self.most_batches > 1 => {
                let most = self.own.values().flat_map(Line::unacknowledged).count();
                self.most_batches = (self.most_batches.min(most) / 2).max(1);
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            (RefusalCode::OverQuota, _) => self.offer_less(now, rng),
            (RefusalCode::Clash, Some(log)) => self.look_at(now, log, refusal, rng),
            (RefusalCode::Gap, Some(log)) => self.fall_back(now, log, refusal, rng),
            (RefusalCode::BadSignature, Some(log)) => self.seal_again(now, log, refusal, rng),
            (code, Some(log)) if (400..429).contains(&code.status()) => {
                self.park(now, log, code, rng)
            }
            (code, _) => {
                self.fail(now, Trouble::Busy(code));
                Vec::new()
            }
        }
    }

    /// No room for what was sent: what there is room for still goes, and what is new still comes.
    fn offer_less(&mut self, now: i64, rng: &mut impl CryptoRng) -> Vec<Output> {
        let waiting = |offer: Offer| {
            let lines = self.own.values().filter(|line| line.own.parked.is_none());
            let offered = lines.filter(|line| offer.includes(line));
            offered.flat_map(Line::unacknowledged).count()
        };
        match self.offer {
            // There may be room for some of it.
            Offer::All if self.most_batches > 1 && waiting(Offer::All) > 1 => self.most_batches = 1,
            Offer::All if waiting(Offer::Board) > 0 => self.offer = Offer::Board,
            Offer::All | Offer::Board => self.offer = Offer::Nothing,
            Offer::Nothing => {
                self.fail(now, Trouble::Busy(RefusalCode::OverQuota));
                return Vec::new();
            }
        }
        self.phase = Phase::Idle;
        self.seal_or_ask(rng)
    }

    /// A clash: next time, ask what the endpoint holds.
    fn look_at(
        &mut self,
        now: i64,
        log: LogId,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        match self.own.get_mut(&log) {
            Some(line) if !line.clashed => {
                line.clashed = true;
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            _ => {
                self.fail(now, Trouble::Busy(refusal.code));
                Vec::new()
            }
        }
    }

    /// A gap: the endpoint has less than it had acknowledged. Offer from there, if we hold it, and
    /// with it the certificates, which it may have lost as well.
    fn fall_back(
        &mut self,
        now: i64,
        log: LogId,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let head = refusal.head.unwrap_or(0);
        match self.own.get_mut(&log) {
            Some(line) if head < line.own.acknowledged => {
                line.own.acknowledged = head;
                self.offer_certificates = true;
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            Some(line) if head > line.own.acknowledged && !line.clashed => {
                self.look_at(now, log, refusal, rng)
            }
            // What would close it is nowhere any more, and all behind it would wait for ever.
            Some(line) if line.offers_from().is_some_and(|first| first > head + 1) => {
                self.go_on_elsewhere(log, rng)
            }
            _ => self.park(now, log, refusal.code, rng),
        }
    }

    /// A batch does not follow what the endpoint has: another tab or a copy sealed it behind something
    /// else. Look what it has, and seal the rest behind that; where that is refused, too, in another log.
    fn seal_again(
        &mut self,
        now: i64,
        log: LogId,
        refusal: &Refusal,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        match self.own.get_mut(&log) {
            // The first batch of all follows nothing.
            Some(_) if refusal.head.unwrap_or(0) == 0 => self.park(now, log, refusal.code, rng),
            Some(line) if !line.sealed_again => {
                line.sealed_again = true;
                line.clashed = true;
                self.phase = Phase::Idle;
                self.seal_or_ask(rng)
            }
            Some(_) => self.go_on_elsewhere(log, rng),
            None => self.park(now, log, refusal.code, rng),
        }
    }

    /// Leaves a log that the endpoint takes no more of, with what it has not taken.
    fn go_on_elsewhere(&mut self, log: LogId, rng: &mut impl CryptoRng) -> Vec<Output> {
        self.phase = Phase::Idle;
        let mut outputs = Vec::new();
        if let Some(line) = self.own.get_mut(&log) {
            line.own.parked = Some(RefusalCode::Clash);
            outputs.push(Output::RecordAnew {
                log,
                events: line.events.clone().into_iter().collect(),
                through: line.newest(),
            });
        }
        outputs.extend(self.seal_or_ask(rng));
        outputs
    }

    fn park(
        &mut self,
        now: i64,
        log: LogId,
        code: RefusalCode,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let Some(line) = self.own.get_mut(&log) else {
            self.fail(now, Trouble::Busy(code));
            return Vec::new();
        };
        line.own.parked = Some(code);
        self.phase = Phase::Idle;
        let mut outputs = vec![Output::Park { log, code }];
        outputs.extend(self.seal_or_ask(rng));
        outputs
    }
}
