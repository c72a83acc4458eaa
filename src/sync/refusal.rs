//! What the endpoint answers when it will not: JSON, for programs and people alike.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::wire::{Moved, decode, encode};
use crate::canvass::dot::LogId;
use crate::canvass::hex;

/// Why the endpoint will not. The codes are for programs and never change. Only ever append: phones keep why a
/// log is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// 400. Not in the format.
    #[error("this request is not in the format the endpoint reads")]
    Malformed,
    /// 401. No token, or one nobody has.
    #[error("this device is not known here")]
    UnknownDevice,
    /// 403. The device, or its invite, was revoked.
    #[error("an organiser has taken this device off the campaign")]
    Revoked,
    /// 403. Its certificate, or the campaign, has run out.
    #[error("this campaign has ended, or the device's certificate has run out")]
    RunOut,
    /// 403. Its certificate does not allow that.
    #[error("this device may not do that")]
    NotAllowed,
    /// 403. The start code is not the endpoint's.
    #[error("that is not this endpoint's start code")]
    WrongStartCode,
    /// 404. No such campaign.
    #[error("these words open no campaign here")]
    UnknownCampaign,
    /// 404. No such invitation.
    #[error("we do not know this code")]
    UnknownInvite,
    /// 410. All of its uses are gone.
    #[error("this invitation has been used up")]
    UsedInvite,
    /// 410. Its time is over.
    #[error("this invitation has run out")]
    ExpiredInvite,
    /// 410. An organiser took it back.
    #[error("this invitation was taken back")]
    RevokedInvite,
    /// 409. Something by that name is there already.
    #[error("that is there already")]
    Exists,
    /// 409. The batch does not follow what the endpoint holds of its log: see `head`.
    #[error("an earlier batch of this log is missing")]
    Gap,
    /// 409. The endpoint holds something else under these numbers: see `head`, and want it.
    #[error("the endpoint holds other events under these numbers")]
    Clash,
    /// 409. Somebody else began an epoch, or a member came, meanwhile.
    #[error("someone else has changed the campaign's keys meanwhile; look again")]
    EpochMoved,
    /// 409. More has come in the stream, or on the board, than this checkpoint holds.
    #[error("more has come meanwhile than this checkpoint holds; pull it first")]
    CheckpointMoved,
    /// 413. The request, or a batch, is too large.
    #[error("this is larger than the endpoint takes at once")]
    TooLarge,
    /// 422. A certificate does not hold.
    #[error("a certificate does not hold")]
    BadCertificate,
    /// 422. A batch is not signed by its log's device.
    #[error("a batch is not signed by its log's device")]
    BadSignature,
    /// 422. A batch's stream is none its device may write.
    #[error("this device may not write there")]
    ForeignStream,
    /// 429. Too often.
    #[error("too many requests; try again in a little while")]
    TooMany,
    /// 429. The campaign has stored all that it may here, or whoever sends all that they may today.
    #[error("this campaign has used up its room on this endpoint")]
    OverQuota,
    /// 500. The endpoint's own fault.
    #[error("the endpoint is in trouble; nothing was changed")]
    Internal,
    /// 507. The endpoint's disk is full.
    #[error("the endpoint's disk is full; nothing was changed")]
    DiskFull,
    /// 403. The campaign was handed over: what is there can be read, and nothing new is taken.
    #[error("this campaign was handed over, and takes nothing new")]
    HandedOver,
}

impl RefusalCode {
    /// Each of them.
    #[rustfmt::skip]
    pub const ALL: [RefusalCode; 25] = {
        use RefusalCode::*;
        [
            Malformed, UnknownDevice, Revoked, RunOut, NotAllowed, WrongStartCode,
            UnknownCampaign, UnknownInvite, UsedInvite, ExpiredInvite, RevokedInvite, Exists, Gap,
            Clash, EpochMoved, CheckpointMoved, TooLarge, BadCertificate, BadSignature, ForeignStream, TooMany,
            OverQuota, Internal, DiskFull, HandedOver,
        ]
    };

    /// As it stands on the wire: `used_invite`.
    pub fn word(self) -> String {
        let mut word = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !word.is_empty() {
                word.push('_');
            }
            word.push(letter.to_ascii_lowercase());
        }
        word
    }

    /// Whether it is about one log, and others may go all the same.
    pub fn is_of_a_log(self) -> bool {
        use RefusalCode::*;
        matches!(
            self,
            HandedOver | Gap | Clash | BadCertificate | BadSignature | ForeignStream
        )
    }

    /// The HTTP status it goes with.
    pub fn status(self) -> u16 {
        use RefusalCode::*;
        match self {
            Malformed => 400,
            UnknownDevice => 401,
            Revoked | RunOut | HandedOver | NotAllowed | WrongStartCode => 403,
            UnknownCampaign | UnknownInvite => 404,
            Exists | Gap | Clash | EpochMoved | CheckpointMoved => 409,
            UsedInvite | ExpiredInvite | RevokedInvite => 410,
            TooLarge => 413,
            BadCertificate | BadSignature | ForeignStream => 422,
            TooMany | OverQuota => 429,
            Internal => 500,
            DiskFull => 507,
        }
    }
}

/// A refusal: JSON. Nothing of the request was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for programs.
    pub code: RefusalCode,
    /// Why, for people.
    pub message: String,
    /// Of a batch: its log, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Of a gap or clash: the last number the endpoint holds of that log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<u64>,
    /// Of an invitation to a campaign that was handed over: that it was, as its keyholders signed it. [`Moved`], hex,
    /// and so text as the rest is: who does not know it passes it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
}

impl Refusal {
    /// A refusal that concerns no log.
    pub fn new(code: RefusalCode) -> Refusal {
        Refusal {
            code,
            message: code.to_string(),
            log: None,
            head: None,
            moved: None,
        }
    }

    /// A refusal of an invitation whose campaign was handed over, with what shows that.
    pub fn of_moved(moved: &Moved) -> Refusal {
        Refusal {
            moved: Some(hex::encode(&encode(moved))),
            ..Refusal::new(RefusalCode::HandedOver)
        }
    }

    /// A refusal of a batch of this log, and where the endpoint stands with it.
    pub fn of_log(code: RefusalCode, log: LogId, head: Option<u64>) -> Refusal {
        Refusal {
            log: Some(hex::encode(&log.0)),
            head,
            ..Refusal::new(code)
        }
    }

    /// Reads one, without its message: that is for people who see the answer itself. `None` where
    /// it is none.
    pub fn read(body: &[u8]) -> Option<Refusal> {
        let mut refusal = None;
        let (mut log, mut head, mut moved) = (None, None, None);
        for (name, value) in members(std::str::from_utf8(body).ok()?)? {
            match (name, value) {
                ("code", Member::Text(word)) => {
                    refusal = RefusalCode::ALL.iter().find(|code| code.word() == word);
                }
                ("log", Member::Text(hex)) => log = Some(hex.to_string()),
                ("moved", Member::Text(hex)) => moved = Some(hex.to_string()),
                ("head", Member::Other(number)) => head = Some(number.parse().ok()?),
                _ => {}
            }
        }
        Some(Refusal {
            code: *refusal?,
            message: String::new(),
            log,
            head,
            moved,
        })
    }

    /// The log it concerns.
    pub fn log(&self) -> Option<LogId> {
        hex::decode(self.log.as_ref()?).map(LogId)
    }

    /// What shows that an invitation's campaign was handed over. Whether it does, whoever has the invitation's code
    /// can tell ([`Invitation::moved`](super::device::Invitation::moved)).
    pub fn moved(&self) -> Option<Moved> {
        decode(&hex::decode_all(self.moved.as_ref()?)?).ok()
    }
}

/// A value of a refusal's JSON, as it stands there.
enum Member<'a> {
    /// Between the quotation marks; what was escaped still is.
    Text(&'a str),
    /// A number, or a word such as `null`.
    Other(&'a str),
}

/// The members of a JSON object that has nothing nested in it, as a refusal has not. Written out
/// here: a parser for all of JSON is 6 kB of what every phone fetches.
fn members(json: &str) -> Option<Vec<(&str, Member<'_>)>> {
    let mut members = Vec::new();
    let mut rest = json.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    while !rest.is_empty() {
        let (name, after) = text(rest)?;
        let after = after.trim_start().strip_prefix(':')?.trim_start();
        let (value, after) = match text(after) {
            Some((text, after)) => (Member::Text(text), after),
            None => {
                let (other, after) = after.split_at(after.find(',').unwrap_or(after.len()));
                (Member::Other(other.trim()), after)
            }
        };
        members.push((name, value));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(members)
}

/// The string that a JSON text begins with, and what stands behind it.
fn text(json: &str) -> Option<(&str, &str)> {
    let json = json.strip_prefix('"')?;
    let mut escaped = false;
    let end = json.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((&json[..end], &json[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for code in RefusalCode::ALL {
            let mut refusal = Refusal::of_log(code, LogId([7; 8]), Some(41));
            refusal.message = "a \"quoted\", {braced} \\ sentence\\".to_string();
            let json = serde_json::to_vec(&refusal).unwrap();
            refusal.message.clear();
            assert_eq!(Refusal::read(&json), Some(refusal));
            let moved = Moved {
                line: vec![vec![1, 2], vec![3]],
                closing: vec![4; 40],
            };
            let shown = serde_json::to_vec(&Refusal::of_moved(&moved)).unwrap();
            assert_eq!(Refusal::read(&shown).unwrap().moved(), Some(moved));
            let plain = serde_json::to_vec_pretty(&Refusal::new(code)).unwrap();
            assert_eq!(Refusal::read(&plain).map(|read| read.code), Some(code));
        }
    }

    #[test]
    fn what_is_no_refusal_is_none() {
        for text in [
            "",
            "{}",
            "null",
            "<html>log in</html>",
            r#"{"code":"gap""#,
            r#"{"code":"nothing"}"#,
            r#"{"code":3}"#,
            r#"{"code":"gap","head":"3"#,
            r#"{"code":"gap" "head":3}"#,
            r#"{"code":"gap","head":-3}"#,
        ] {
            assert_eq!(Refusal::read(text.as_bytes()), None, "{text}");
        }
    }
}
