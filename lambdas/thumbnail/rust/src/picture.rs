//! From a JPEG to its thumbnail.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage, metadata::Orientation};
use jpeg_decoder::{Decoder, ImageInfo, PixelFormat};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

const MAX_SIDE: u16 = 256;
const MAX_PIXELS: u32 = 50_000_000;
const QUALITY: u8 = 80;

/// A body of which no thumbnail can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body must be a JPEG in colour or greyscale with at most 50000000 pixels")]
pub struct BadImage;

/// The picture upright and no larger than before.
///
/// # Errors
/// The bytes are no whole JPEG, or one with too many pixels or other colours.
pub fn thumbnail(jpeg: &[u8]) -> Result<Vec<u8>, BadImage> {
    let mut decoder = Decoder::new(jpeg);
    decoder.read_info().map_err(|_| BadImage)?;
    let ImageInfo { width, height, .. } = decoder.info().ok_or(BadImage)?;
    if u32::from(width) * u32::from(height) > MAX_PIXELS {
        return Err(BadImage);
    }
    let (target_width, target_height) = fit(width, height);
    // Decoding can shrink by 2, 4 or 8 at next to no cost. Twice the target's size is left for
    // the filter to work on.
    let twice = |side: u16| side.saturating_mul(2);
    decoder
        .scale(twice(MAX_SIDE), twice(MAX_SIDE))
        .map_err(|_| BadImage)?;
    let image = decode(&mut decoder)?;
    let orientation = decoder.exif_data().and_then(Orientation::from_exif_chunk);

    let mut thumbnail = DynamicImage::new(
        u32::from(target_width),
        u32::from(target_height),
        image.color(),
    );
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new()
        .resize(&image, &mut thumbnail, &options)
        .map_err(|_| BadImage)?;
    thumbnail.apply_orientation(orientation.unwrap_or(Orientation::NoTransforms));
    encode(&thumbnail)
}

fn decode(decoder: &mut Decoder<&[u8]>) -> Result<DynamicImage, BadImage> {
    let pixels = decoder.decode().map_err(|_| BadImage)?;
    let info = decoder.info().ok_or(BadImage)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let image = match info.pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        PixelFormat::L16 | PixelFormat::CMYK32 => None,
    };
    image.ok_or(BadImage)
}

fn encode(image: &DynamicImage) -> Result<Vec<u8>, BadImage> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| BadImage);
    let (width, height) = (side(image.width())?, side(image.height())?);
    let color = if image.color().has_color() {
        ColorType::Rgb
    } else {
        ColorType::Luma
    };
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(image.as_bytes(), width, height, color)
        .map_err(|_| BadImage)?;
    Ok(jpeg)
}

/// The largest size within the limit whose shape is closest to the picture's; its own size if
/// that is within the limit.
fn fit(width: u16, height: u16) -> (u16, u16) {
    if width <= MAX_SIDE && height <= MAX_SIDE {
        return (width, height);
    }
    let shape = f64::from(width) / f64::from(height);
    let side = f64::from(MAX_SIDE);
    if shape < 1.0 {
        let off = |width: u16| (shape - f64::from(width) / side).abs();
        (closer(side * shape, off), MAX_SIDE)
    } else {
        let off = |height: u16| (shape - side / f64::from(height)).abs();
        (MAX_SIDE, closer(side / shape, off))
    }
}

/// The whole number beside `exact` that is less off, and at least 1.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 256"
)]
fn closer(exact: f64, off: impl Fn(u16) -> f64) -> u16 {
    let (below, above) = (exact.floor() as u16, exact.ceil() as u16);
    if below > 0 && off(below) <= off(above) {
        below
    } else {
        above
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_the_shape() {
        for ((width, height), expected) in [
            ((1024, 512), (256, 128)),
            ((512, 1024), (128, 256)),
            ((300, 900), (85, 256)),
            ((65535, 1), (256, 1)),
            ((256, 256), (256, 256)),
            ((10, 20), (10, 20)),
            ((257, 257), (256, 256)),
        ] {
            assert_eq!(fit(width, height), expected, "{width} x {height}");
        }
    }

    #[test]
    fn refuses_what_is_no_jpeg() {
        assert_eq!(thumbnail(b""), Err(BadImage));
        assert_eq!(thumbnail(b"\xff\xd8\xff"), Err(BadImage));
    }
}
