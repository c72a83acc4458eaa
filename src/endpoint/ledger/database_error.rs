//! What the databases' own errors are to the ledger.

use sqlx::migrate::MigrateError;

use super::Error;

/// The databases' codes for a full disk, or a full database: SQLite's result code
/// (sqlite.org/rescode.html) and PostgreSQL's (its manual, appendix A).
const FULL: [&str; 2] = ["13", "53100"];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        let code = error.as_database_error().and_then(|error| error.code());
        if code.is_some_and(|code| FULL.contains(&&*code)) {
            Error::Full
        } else {
            Error::Broken(error.to_string())
        }
    }
}

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Error {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Error::Broken(other.to_string()),
        }
    }
}
