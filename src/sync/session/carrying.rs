//! What leaves a device by hand, and what was brought to it so.

use super::exchange::Request;
use super::{Line, Session};
use crate::sync::carried::{Carried, LARGEST_CARRIED};
use crate::sync::outbox::Sealed;
use crate::sync::wire::{SyncRequest, encode, path};

impl Session {
    /// What is sealed and not sent, to leave as a file: logs from their beginning on, so that whoever
    /// has nothing of one can read it; where that is more than a file may hold, from what is not sent
    /// on. `None` where nothing waits. Left out is what the endpoint will not take: of logs that are
    /// parked, or where it holds something else.
    pub fn unsent(&self) -> Option<Carried> {
        let whole = self.carried(|line| line.batches.values().collect());
        let size: usize = whole.batches.iter().map(Vec::len).sum();
        let carried = match size > LARGEST_CARRIED / 2 {
            true => self.carried(|line| line.unacknowledged().collect()),
            false => whole,
        };
        (!carried.batches.is_empty()).then_some(carried)
    }

    fn carried(&self, batches: impl Fn(&Line) -> Vec<&Sealed>) -> Carried {
        let mut carried = Carried {
            campaign: self.device.campaign,
            certificates: Vec::new(),
            batches: Vec::new(),
        };
        let waits = |line: &&Line| {
            let takes = line.own.parked.is_none() && !line.clashed;
            takes && line.unacknowledged().next().is_some()
        };
        for line in self.own.values().filter(waits) {
            let sealed = batches(line).into_iter();
            carried.batches.extend(sealed.map(|it| it.bytes.clone()));
            for signed in self.reader.chain().line_of(line.own.certificate) {
                let bytes = signed.to_bytes();
                if !carried.certificates.contains(&bytes) {
                    carried.certificates.push(bytes);
                }
            }
        }
        carried
    }

    /// A request that brings what somebody else wrote, and asks for as little as it can besides; its
    /// answer is no matter of the session's.
    pub fn bringing(&self, carried: &Carried, batches: Vec<Vec<u8>>, nonce: [u8; 16]) -> Request {
        let request = SyncRequest {
            cursor: self.cursor,
            certificates: carried.certificates.clone(),
            batches,
            grant: self.device.grant,
            ..SyncRequest::default()
        };
        Request {
            path: path::SYNC,
            nonce,
            token: self.device.token.to_hex(),
            body: encode(&request),
        }
    }
}
