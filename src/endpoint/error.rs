//! One error for every handler: what it refuses with, and nothing of what is inside.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use thiserror::Error;

use super::ledger;
use crate::sync::certificate::CertificateError;
use crate::sync::wire::{Refusal, RefusalCode};

/// Why a request is not answered with what it asked for.
#[derive(Debug, Error)]
pub enum Error {
    /// It is refused.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// The ledger would not, or could not.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// Something that should not happen; the text is for the host's log and names no one.
    #[error("{0}")]
    Broken(&'static str),
}

impl From<RefusalCode> for Error {
    fn from(code: RefusalCode) -> Error {
        Error::Refused(Refusal::new(code))
    }
}

impl From<CertificateError> for Error {
    fn from(error: CertificateError) -> Error {
        match error {
            CertificateError::RunOut => RefusalCode::RunOut.into(),
            _ => RefusalCode::BadCertificate.into(),
        }
    }
}

impl Error {
    /// What the other side is told.
    pub fn refusal(&self) -> Refusal {
        match self {
            Error::Refused(refusal) => refusal.clone(),
            Error::Ledger(ledger::Error::Refused(code)) => Refusal::new(*code),
            Error::Ledger(ledger::Error::Full) => Refusal::new(RefusalCode::DiskFull),
            Error::Ledger(ledger::Error::Moved | ledger::Error::Broken(_)) | Error::Broken(_) => {
                Refusal::new(RefusalCode::Internal)
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let refusal = self.refusal();
        if matches!(refusal.code, RefusalCode::Internal | RefusalCode::DiskFull) {
            tracing::error!(reason = %self, "a request failed");
        }
        let status = StatusCode::from_u16(refusal.code.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(refusal)).into_response()
    }
}
