//! Messages changed on the way, for [`Sabotage`]: with the device's own token, so that its session
//! believes them.

use stairwell::sync::batch::Batch;
use stairwell::sync::session::Request;
use stairwell::sync::wire::{
    Head, Refusal, RefusalCode, SyncAnswer, SyncRequest, Token, decode, encode,
};

use crate::host::Answer;
use crate::phone::journal::Journal;
use crate::sabotage::Sabotage;

/// An answer to a request as the endpoint would authenticate it.
fn authentic(request: &Request, answer: &SyncAnswer) -> Answer {
    let body = encode(answer);
    let mac = Token::from_hex(&request.token)
        .map(|token| data_encoding::HEXLOWER.encode(&token.answer_mac(&request.nonce, 200, &body)));
    Answer {
        status: 200,
        body,
        mac,
    }
}

fn head_of(bytes: &[u8]) -> Option<Head> {
    let batch = Batch::from_bytes(bytes).ok()?;
    Some(Head {
        log: batch.log,
        seq: batch.last(),
        hash: Batch::hash(bytes),
    })
}

/// An answer that says all of a request's batches have come, and nothing else.
fn all_has_come(request: &Request) -> Option<Answer> {
    let asked: SyncRequest = decode(&request.body).ok()?;
    let batches = asked.batches.iter();
    let answer = SyncAnswer {
        now: crate::world::EVENING,
        heads: batches.filter_map(|bytes| head_of(bytes)).collect(),
        cursor: asked.cursor,
        ..SyncAnswer::default()
    };
    Some(authentic(request, &answer))
}

/// A request's body without its last batch, and that batch's head.
pub fn without_the_last(body: &[u8]) -> Option<(Vec<u8>, Head)> {
    let mut asked: SyncRequest = decode(body).ok()?;
    let head = head_of(&asked.batches.pop()?)?;
    Some((encode(&asked), head))
}

/// An answer that names this head, too.
pub fn claiming(request: &Request, answer: Answer, head: Head) -> Answer {
    match decode::<SyncAnswer>(&answer.body) {
        Ok(mut said) if answer.status == 200 => {
            said.heads.push(head);
            authentic(request, &said)
        }
        _ => answer,
    }
}

/// What a broken phone makes of an answer.
pub fn misheard(broken: Sabotage, request: &Request, answer: Answer, journal: &Journal) -> Answer {
    let mut said = match decode::<SyncAnswer>(&answer.body) {
        Ok(said) if answer.status == 200 => said,
        _ => return misheard_refusal(broken, request, answer),
    };
    match broken {
        Sabotage::AcknowledgesWithoutAHash => {
            for head in &mut said.heads {
                let own = journal.batches.range((head.log, 0)..=(head.log, head.seq));
                if let Some(own) = own.last().and_then(|(_, bytes)| head_of(bytes)) {
                    *head = own;
                }
            }
        }
        Sabotage::NeverStartsOver if said.restored => {
            let asked = decode::<SyncRequest>(&request.body);
            said.cursor = asked.map(|asked| asked.cursor).unwrap_or_default();
            (said.restored, said.more) = (false, false);
        }
        Sabotage::IgnoresGrants => said.grant = None,
        _ => return answer,
    }
    authentic(request, &said)
}

fn misheard_refusal(broken: Sabotage, request: &Request, answer: Answer) -> Answer {
    let clash = Refusal::read(&answer.body).is_some_and(|said| said.code == RefusalCode::Clash);
    let believed = match broken {
        Sabotage::AcknowledgesWithoutAHash => clash,
        Sabotage::BelievesAPortal => answer.mac.is_none(),
        _ => false,
    };
    match believed {
        true => all_has_come(request).unwrap_or(answer),
        false => answer,
    }
}
