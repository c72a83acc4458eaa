//! Why a file cannot be read as an address list.

use super::{MAX_BYTES, MAX_ROWS, MAX_UNPACKED};

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
    /// A spreadsheet program's own format, other than Excel's of today.
    #[error("the file is a spreadsheet's own format; save it as .xlsx or CSV")]
    Spreadsheet,
    /// A workbook behind a password.
    #[error("the workbook is locked with a password")]
    Locked,
    /// A workbook that cannot be unpacked or read.
    #[error("the workbook is damaged")]
    Damaged,
    /// A workbook that unpacks to more than [`MAX_UNPACKED`].
    #[error("the workbook unpacks to more than {MAX_UNPACKED} bytes")]
    UnpacksTooLarge,
    /// A workbook with addresses on several sheets; one has to be named.
    #[error("addresses stand on several sheets: {}", names(sheets))]
    WhichSheet {
        /// Those with addresses, and how many doors each would become.
        sheets: Vec<(String, usize)>,
    },
    /// A workbook without the sheet that was asked for.
    #[error("no such sheet; there are: {}", sheets.join(", "))]
    NoSuchSheet {
        /// Those that are shown.
        sheets: Vec<String>,
    },
    /// A header, and no row under it.
    #[error("there is a header and nothing under it")]
    OnlyHeader,
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
            Self::Locked => "import.error_locked",
            Self::Damaged => "import.error_damaged",
            Self::UnpacksTooLarge => "import.error_unpacks_too_large",
            Self::WhichSheet { .. } => "import.error_which_sheet",
            Self::NoSuchSheet { .. } => "import.error_no_such_sheet",
            Self::OnlyHeader => "import.error_only_header",
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
            Self::UnpacksTooLarge => {
                vec![("megabytes", (MAX_UNPACKED / 1024 / 1024).to_string())]
            }
            Self::WhichSheet { sheets } => vec![("sheets", names(sheets))],
            Self::NoSuchSheet { sheets } => vec![("sheets", sheets.join(", "))],
            Self::NoAddressColumn { columns } => vec![("columns", columns.clone())],
            _ => vec![],
        }
    }
}

fn names(sheets: &[(String, usize)]) -> String {
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    names.join(", ")
}
