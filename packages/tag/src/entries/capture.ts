import { capture } from '../capture/capture.ts';
import { takePart } from '../take-part.ts';

takePart([capture]);
