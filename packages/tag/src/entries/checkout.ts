import { checkout } from '../checkout/checkout.ts';
import { takePart } from '../take-part.ts';

takePart([checkout]);
