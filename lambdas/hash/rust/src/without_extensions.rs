//! The chain on the assembly that the library uses where the processor has no SHA extensions. The
//! library can't be told to, so the padding is done here (FIPS 180-4, 5.1.1 and 5.3.3).

use super::TEXT;
use sha2_asm::compress256;

const INITIAL_STATE: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The set bit after what is hashed, which begins the padding.
const END: u8 = 0x80;

pub fn chain(iterations: u32) -> [u8; 32] {
    let mut state = hash(&blocks_of_text());
    let mut block = [0; 64];
    block[32] = END;
    block[56..].copy_from_slice(&bits(32));
    for _ in 1..iterations {
        block[..32].copy_from_slice(&digest(state));
        state = hash(&[block]);
    }
    digest(state)
}

/// The text leaves too little of its block for the length, which takes one of its own.
fn blocks_of_text() -> [[u8; 64]; 2] {
    let mut blocks = [[0; 64]; 2];
    blocks[0][..TEXT.len()].copy_from_slice(TEXT);
    blocks[0][TEXT.len()] = END;
    blocks[1][56..].copy_from_slice(&bits(TEXT.len()));
    blocks
}

/// The length as the padding has it.
fn bits(bytes: usize) -> [u8; 8] {
    (bytes as u64 * 8).to_be_bytes()
}

fn hash(blocks: &[[u8; 64]]) -> [u32; 8] {
    let mut state = INITIAL_STATE;
    compress256(&mut state, blocks);
    state
}

fn digest(state: [u32; 8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (bytes, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    digest
}
