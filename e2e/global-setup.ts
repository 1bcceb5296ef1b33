/** The tests are about the built site: builds it when a source is newer. */
import { built } from '../scripts/ready.mjs';

export default function setUp(): void {
  built();
}
