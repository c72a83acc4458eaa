//! Why a file cannot be read as an address list.

use super::{MAX_BYTES, MAX_ROWS};

/// Why a file cannot be read as an address list; each sentence says what to do about it.
///
/// The sentences shown to people are the catalogue's, under [`ListError::key`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("the file is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// More than [`MAX_ROWS`].
    #[error("the file has more than {MAX_ROWS} rows")]
    TooManyRows,
    /// A spreadsheet program's own format.
    #[error("the file is a spreadsheet's own format; save it as CSV")]
    Spreadsheet,
    /// An archive.
    #[error("the file is a compressed archive; unpack it first")]
    Archive,
    /// A PDF.
    #[error("the file is a PDF; ask for the list as CSV")]
    Pdf,
    /// A photograph or drawing.
    #[error("the file is a picture")]
    Picture,
    /// A web page, whatever it is called.
    #[error("the file is a web page; save the table as CSV")]
    WebPage,
    /// Some other kind of file.
    #[error("the file is not text")]
    NotText,
    /// Rows but no address in them.
    #[error("no column of addresses among: {columns}")]
    NoAddressColumn {
        /// The headers, for the sentence; empty where there are none.
        columns: String,
    },
}

impl ListError {
    /// The catalogue's key of the sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "import.error_empty",
            Self::TooLarge => "import.error_too_large",
            Self::TooManyRows => "import.error_too_many_rows",
            Self::Spreadsheet => "import.error_spreadsheet",
            Self::Archive => "import.error_archive",
            Self::Pdf => "import.error_pdf",
            Self::Picture => "import.error_picture",
            Self::WebPage => "import.error_web_page",
            Self::NotText => "import.error_not_text",
            Self::NoAddressColumn { columns } if columns.is_empty() => "import.error_no_addresses",
            Self::NoAddressColumn { .. } => "import.error_no_address_column",
        }
    }

    /// The values of the sentence's placeholders.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge => vec![("megabytes", (MAX_BYTES / 1024 / 1024).to_string())],
            Self::TooManyRows => vec![("rows", MAX_ROWS.to_string())],
            Self::NoAddressColumn { columns } => vec![("columns", columns.clone())],
            _ => vec![],
        }
    }
}
