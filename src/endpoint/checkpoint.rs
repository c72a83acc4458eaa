//! Checkpoints: an organiser's device puts one in the place of a stream's batches.

use std::sync::Arc;

use axum::extract::State;

use super::caller::Caller;
use super::error::Error;
use super::ledger::checkpoint::{LetGo, Replacement};
use super::message::Message;
use super::{Endpoint, ledger};
use crate::sync::checkpoint::{CheckpointError, SealedCheckpoint};
use crate::sync::keys::sha256;
use crate::sync::wire::{NewCheckpoint, RefusalCode};

/// How long what a checkpoint replaced stays, in seconds: so long somebody who finds that it is not
/// what they hold can say so.
const REPLACED_STAYS: i64 = 7 * 24 * 60 * 60;

/// `POST /v1/checkpoints`
pub async fn replace(
    State(endpoint): State<Arc<Endpoint>>,
    caller: Caller,
    Message(request): Message<NewCheckpoint>,
) -> Result<Message<()>, Error> {
    caller.is_organiser()?;
    caller.still_writes()?;
    let sealed =
        SealedCheckpoint::from_bytes(&request.checkpoint).map_err(|error| match error {
            CheckpointError::TooLarge => RefusalCode::TooLarge,
            _ => RefusalCode::Malformed,
        })?;
    if !caller.reads(sealed.stream) {
        return Err(RefusalCode::ForeignStream.into());
    }
    // Who made it brings it, as who they are now.
    if sealed.certificate != caller.newest.id {
        return Err(RefusalCode::BadCertificate.into());
    }
    let sign = caller.newest.certificate.sign;
    if !sealed.signed_by(caller.device.campaign.id, sign) {
        return Err(RefusalCode::BadSignature.into());
    }
    let stays = if request.at_once { 0 } else { REPLACED_STAYS };
    let new = Replacement {
        stream: sealed.stream,
        certificate: sealed.certificate,
        upto: sealed.upto,
        hash: sha256(&request.checkpoint),
        bytes: request.checkpoint,
        due: caller.now.saturating_add(stays),
        room: caller.room(&endpoint),
    };
    endpoint
        .ledger
        .replace(&caller.device, &new, caller.now)
        .await?;
    tracing::info!(bytes = new.bytes.len(), "a checkpoint was taken");
    if request.at_once {
        endpoint.let_go(caller.now).await?;
    }
    Ok(Message(()))
}

impl Endpoint {
    /// Deletes what checkpoints have replaced and is due by `now` (seconds since 1970), and says so in
    /// the log where that is anything.
    ///
    /// # Errors
    /// [`ledger::Error`].
    pub async fn let_go(&self, now: i64) -> Result<LetGo, ledger::Error> {
        let gone = self.ledger.let_go(now).await?;
        if gone.batches > 0 {
            let (batches, bytes) = (gone.batches, gone.bytes);
            tracing::info!(batches, bytes, "what checkpoints had replaced was deleted");
        }
        Ok(gone)
    }
}
