//! Randomness for the command line: the system's, or a seed's in a rehearsal.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// Where random bytes come from: ChaCha20, seeded.
pub type Chance = ChaCha20Rng;

/// From the system.
///
/// # Errors
/// Where the system gives none.
pub fn from_system() -> anyhow::Result<Chance> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(Chance::from_seed(seed))
}

/// From a number: the same for ever. Only for campaigns whose certificate says practice.
pub fn from_seed(seed: u64) -> Chance {
    Chance::seed_from_u64(seed)
}
